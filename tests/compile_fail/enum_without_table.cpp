// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/describe.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

namespace {

BOOST_DEFINE_ENUM_CLASS(state, up, down)

#ifndef SSOT_COMPILE_FAIL
constexpr auto describe_choice(
    ssot::choice_tag<state>) // expect: "this enum has no table of stored texts; write constexpr auto describe_choice("
{
    using entry = ssot::choice_entry<state>;
    return ssot::choice_table{entry{state::up, "up", "Up", "success"}, entry{state::down, "down", "Down", "danger"}};
}
#endif

struct port {
    static constexpr std::string_view model_name = "inventory.port";

    ssot::uuid id{};
    state      is{};
};
BOOST_DESCRIBE_STRUCT(port, (), (id, is))

} // namespace

auto described_port() -> ssot::storage::model_desc const&;
auto described_port() -> ssot::storage::model_desc const& { return ssot::storage::describe_model<port>(); }

auto accessors_of_port() -> std::size_t;
auto accessors_of_port() -> std::size_t { return ssot::storage::accessors_of<port>().size(); }
