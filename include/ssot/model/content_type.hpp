// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_CONTENT_TYPE_HPP
#define SSOT_MODEL_CONTENT_TYPE_HPP

// Names the model of an object in another application, such as dcim.device: one half of the generic foreign key of a log
// entry.
// Source: django.contrib.contenttypes.ContentType.

#include <ssot/fwd.hpp>
#include <ssot/model/types.hpp>
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <string_view>

namespace ssot {

template<class Types>
struct basic_content_type {
    static constexpr std::string_view model_name        = "contenttypes.contenttype";
    static constexpr std::string_view class_name        = "ContentType";
    static constexpr std::string_view table_name        = "django_content_type";
    static constexpr std::string_view verbose_name      = "content type";
    static constexpr std::string_view unique_together[] = {"app_label", "model"};

    std::int64_t         id{};        ///< Key. The store assigns it if it is 0.
    typename Types::text app_label{}; ///< "dcim", up to 100 code points.
    typename Types::text model{};     ///< "device": the class name in lower case, up to 100 code points.

    friend bool operator==(basic_content_type const&, basic_content_type const&) = default;

    BOOST_DESCRIBE_CLASS(basic_content_type, (), (id, app_label, model), (), ())
};

template<class Types>
constexpr auto describe_fields(model_tag<basic_content_type<Types>>)
{
    using m = basic_content_type<Types>;
    return fields(field<&m::id>.verbose_name("ID"),
                  field<&m::app_label>.max_length(100),
                  field<&m::model>.max_length(100).verbose_name("python model class name"));
}

} // namespace ssot

#endif // SSOT_MODEL_CONTENT_TYPE_HPP
