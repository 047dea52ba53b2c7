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

auto put(ssot::store& in, rack const& r) -> ssot::result<ssot::upserted<rack>>;

auto put(ssot::store& in, rack const& r) -> ssot::result<ssot::upserted<rack>>
{
    if (auto by_key = in.upsert<&rack::id>(r); !by_key)
        return by_key;
#ifdef SSOT_COMPILE_FAIL
    // expect: "ssot::store::upsert: this field is not unique, so that several rows may have its value; say .unique() in describe_fields"
    return in.upsert<&rack::height>(r);
#else
    return in.upsert<&rack::name>(r);
#endif
}
