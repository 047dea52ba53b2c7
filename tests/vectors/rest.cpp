// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/rest.hpp>

// Objects, out of the database or made in memory, as a plain ModelSerializer shows them.

#include "objects.hpp"
#include "vectors.hpp"

#include <boost/json/array.hpp>

#include <string>
#include <string_view>

namespace ssot_vectors {

outcome check_rest(boost::json::object const& input, boost::json::value const& expected, rules by)
{
    namespace nautobot = ssot::nautobot;
    nautobot::rest_options options{.omit = absent_fields()};
    if (auto const* const indent = input.if_contains("indent"); indent && indent->is_int64())
        options.indent = indent->to_number<unsigned>();
    else if (indent && indent->is_bool() && indent->get_bool())
        options.indent = 4;
    auto const* const many_key  = input.if_contains("many");
    bool const        many      = many_key && many_key->as_bool();
    bool const        in_memory = input.at("state").as_string() == "memory";
    auto const&       objects   = input.at("objects").as_array();
    outcome           out       = failed("no objects");
    if (many && objects.empty())
        return judge_text(nautobot::to_plain_rest(std::vector<ssot::sync>{}, options), expected);

    auto const run = [&]<class M>() {
        std::vector<M> rows;
        taken_values   taken;
        std::string    text;
        try {
            for (auto const& object : objects) {
                std::optional<refusal> refused;
                if (in_memory) {
                    loose_object row;
                    refused = build_loosely<M>(row, object.as_object(), loose_form::rest);
                    if (!refused)
                        text = nautobot::to_plain_rest_row(row.fields, options);
                } else {
                    refused = build(rows.emplace_back(ssot::make_blank<M>()), object.as_object(), by, taken);
                }
                if (refused) {
                    out = judge_refusal(*refused, expected);
                    return;
                }
            }
            if (in_memory && (many || objects.size() != 1))
                out = failed("a list of objects in memory");
            else if (in_memory)
                out = judge_text(text, expected);
            else
                out = judge_text(
                    many ? nautobot::to_plain_rest(rows, options) : nautobot::to_plain_rest(rows.at(0), options), expected);
        } catch (ssot::exception const& e) {
            out = judge_refusal({std::string(to_string(e.code())), std::string(e.error().text())}, expected);
        }
    };
    if (!with_model(std::string_view(objects.at(0).as_object().at("model").as_string()), run))
        return failed("an unknown model");
    return out;
}

} // namespace ssot_vectors
