// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include <boost/describe/class.hpp>

#include <string>
#include <string_view>

struct rack {
    static constexpr std::string_view model_name = "compile_fail.rack";

    ssot::uuid  id{};
    std::string name{};
    int         height = 42;
};
BOOST_DESCRIBE_STRUCT(rack, (), (id, name, height))
constexpr auto describe_fields(ssot::model_tag<rack>) { return ssot::fields(ssot::field<&rack::name>.unique()); }

auto find(ssot::store& in) -> ssot::result<ssot::stored<rack>>;

auto find(ssot::store& in) -> ssot::result<ssot::stored<rack>>
{
    if (auto by_key = in.get_by<&rack::id>(ssot::uuid()))
        return by_key;
#ifdef SSOT_COMPILE_FAIL
    // expect: "ssot::store::get_by: this field is not unique, so that several rows may have the value; use store.first(ssot::from<M>().where(...)), or say .unique() in describe_fields"
    return in.get_by<&rack::height>(42);
#else
    return in.get_by<&rack::name>("r1");
#endif
}
