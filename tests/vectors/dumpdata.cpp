// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/fixture.hpp>

// Objects, out of the database or made in memory, as dumpdata writes them.

#include "objects.hpp"
#include "vectors.hpp"

#include <boost/json/array.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ssot_vectors {

outcome check_dumpdata(boost::json::object const& input, boost::json::value const& expected, rules by)
{
    using ssot::nautobot::fixture_writer;
    bool const in_memory = input.at("state").as_string() == "memory";
    unsigned   indent    = 0;
    if (auto const* const options = input.if_contains("options"))
        if (auto const* const n = options->as_object().if_contains("indent"))
            indent = n->to_number<unsigned>();

    taken_values taken;
    using write = std::function<ssot::result<void>(fixture_writer&)>;
    std::vector<write>     writes;
    std::optional<refusal> refused;
    for (auto const& value : input.at("objects").as_array()) {
        auto const& object = value.as_object();
        bool const  known  = with_model(std::string_view(object.at("model").as_string()), [&]<class M>() {
            if (in_memory) {
                loose_object row;
                refused = build_loosely<M>(row, object, loose_form::dumpdata);
                writes.push_back([row](fixture_writer& out) { return out.add_row(M::model_name, row.pk, row.fields); });
            } else {
                M row   = ssot::make_blank<M>();
                refused = build(row, object, by, taken);
                writes.push_back([row](fixture_writer& out) { return out.add(row); });
            }
        });
        if (!known)
            return failed("an unknown model");
        if (refused)
            return judge_refusal(*refused, expected);
    }
    std::string    text;
    fixture_writer out(text, {.indent = indent, .exact = true, .omit = absent_fields()});
    for (auto const& w : writes)
        if (auto const done = w(out); !done)
            return judge_refusal({std::string(to_string(done.error().code())), std::string(done.error().text())}, expected);
    out.finish();
    return judge_text(text, expected);
}

} // namespace ssot_vectors
