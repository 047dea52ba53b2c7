// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/foreign_key.hpp>
#include <ssot/storage/describe.hpp>

#include <boost/describe/class.hpp>

#include <string>
#include <string_view>

namespace {

struct place {
    static constexpr std::string_view model_name = "inventory.place";
    ssot::uuid                        id{};
};
BOOST_DESCRIBE_STRUCT(place, (), (id))

struct rack {
    static constexpr std::string_view                  model_name = "inventory.rack";
    ssot::uuid                                         id{};
    ssot::foreign_key<place, ssot::on_delete::cascade> site{};
#ifdef SSOT_COMPILE_FAIL
    std::string site_id{}; // expect: "two members of this model have one column"
    BOOST_DESCRIBE_CLASS(rack, (), (id, site, site_id), (), ())
#else
    std::string site_name{};
    BOOST_DESCRIBE_CLASS(rack, (), (id, site, site_name), (), ())
#endif
};

static_assert(&ssot::storage::describe_model<rack>() == &ssot::storage::describe_model<rack>());
static_assert(ssot::field_info_of<&rack::site>.column == "site_id");

} // namespace
