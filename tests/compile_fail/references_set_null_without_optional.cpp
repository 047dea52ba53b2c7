// SPDX-License-Identifier: BSL-1.0
#include <ssot/field.hpp>
#include <ssot/storage/schema.hpp>

#include <boost/describe/class.hpp>

#include <optional>

struct shelf {
    static constexpr std::string_view model_name = "compile_fail.shelf";

    ssot::uuid id{};
#ifdef SSOT_COMPILE_FAIL
    // expect: "on_delete::set_null) needs a member that can be null; declare it as a std::optional"
    ssot::uuid owner{};
#else
    std::optional<ssot::uuid> owner{};
#endif
};
BOOST_DESCRIBE_STRUCT(shelf, (), (id, owner))
constexpr auto describe_fields(ssot::model_tag<shelf>)
{
    return ssot::fields(ssot::field<&shelf::owner>.references("auth.User", ssot::on_delete::set_null));
}

auto describe() -> ssot::storage::model_desc const&;
auto describe() -> ssot::storage::model_desc const& { return ssot::storage::describe_model<shelf>(); }
