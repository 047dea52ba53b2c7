// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/foreign_key.hpp>
#include <ssot/storage/describe.hpp>

#include <boost/describe/class.hpp>

#include <optional>

struct rack {
    static constexpr std::string_view model_name = "compile_fail.rack";
    ssot::uuid                        id{};
};
BOOST_DESCRIBE_STRUCT(rack, (), (id))

struct shelf {
    static constexpr std::string_view model_name = "compile_fail.shelf";
    using key                                    = ssot::foreign_key<rack, ssot::on_delete::set_null>;

    ssot::uuid id{};
#ifdef SSOT_COMPILE_FAIL
    // expect: "on_delete::set_null needs a member that can be null; declare it as std::optional<ssot::foreign_key<...>>"
    key in{};
#else
    std::optional<key> in{};
#endif
};
BOOST_DESCRIBE_STRUCT(shelf, (), (id, in))

auto describe() -> ssot::storage::model_desc const&;
auto describe() -> ssot::storage::model_desc const& { return ssot::storage::describe_model<shelf>(); }
