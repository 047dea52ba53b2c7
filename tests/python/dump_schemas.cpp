// SPDX-License-Identifier: BSL-1.0
// Writes for check_schemas.py, one JSON object a line:
//
//   {"model": "nautobot_ssot.Sync", "schema": {...}, "good": [records that validate finds no fault with]}

#include <ssot/json/schema.hpp>
#include <ssot/json/text.hpp>
#include <ssot/validate.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/serialize.hpp>

#include <support/random_records.hpp>

#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace {

/// Everything that is no field of a shipped model.
struct node {
    std::string                                     name{};
    std::optional<double>                           weight{};
    std::vector<node>                               children{};
    std::map<std::string, std::int16_t>             numbers{};
    std::variant<std::monostate, bool, std::string> note{};
    std::optional<ssot::sync_log_entry_action>      action{};
    std::vector<std::optional<ssot::duration>>      times{};
    std::uint64_t                                   big{};
};
BOOST_DESCRIBE_STRUCT(node, (), (name, weight, children, numbers, note, action, times, big))

template<class T>
void print(std::string const& name, std::vector<T> const& good)
{
    auto const schema = boost::json::serialize(ssot::json_schema<T>());
    std::printf("{\"model\":\"%s\",\"schema\":%s,\"good\":%s}\n", name.c_str(), schema.c_str(), ssot::to_json(good).c_str());
}

template<class Types>
void print_models(int count)
{
    ssot_test::random_records<Types> records(11, {.nul = false, .max_depth = 20});
    ssot_test::for_each_model<Types>([&]<class M>(std::type_identity<M>) {
        std::vector<M> good;
        while (good.size() != static_cast<std::size_t>(count))
            if (auto m = records.template make<M>(); ssot::validate(m).empty())
                good.push_back(std::move(m));
        print(std::string(ssot::model_info_of<M>().label), good);
    });
}

} // namespace

int main()
{
    print_models<ssot::default_types>(100);
    print_models<ssot::raw_types>(20);
    print_models<ssot::lenient_types>(20);

    node tree{.name = "root", .weight = 1.5, .numbers = {{"a", -32768}, {"b", 32767}}, .note = "text"};
    tree.children.push_back({.name = "leaf", .note = true, .action = ssot::sync_log_entry_action::delete_});
    tree.children.push_back(
        {.times = {ssot::duration(-1), std::nullopt, ssot::duration(86'400'000'000)}, .big = ~std::uint64_t{0}});
    print("node", std::vector{tree});
}
