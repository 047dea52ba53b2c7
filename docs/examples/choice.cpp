// SPDX-License-Identifier: BSL-1.0
// Choices: one table says how each value is stored, shown and coloured.

#include <ssot/choice.hpp>

#include <boost/describe/enum.hpp>

#include <cstdlib>
#include <iostream>

namespace app {

//[ table
BOOST_DEFINE_ENUM_CLASS(severity, low, high)

constexpr auto describe_choice(ssot::choice_tag<severity>)
{
    using entry = ssot::choice_entry<severity>;
    return ssot::choice_table{           // stored      shown   shown as
        entry{severity::low,  "low-risk", "Low",  "info"},
        entry{severity::high, "high",     "High", "danger"},
    };
}
//]

} // namespace app

int main()
{
    //[ use
    static_assert(ssot::to_wire(app::severity::low) == "low-risk");
    static_assert(ssot::label_class(app::severity::high) == "danger");
    for (auto const& entry : ssot::choices<app::severity>())
        std::cout << entry.wire << ": " << entry.label << '\n';

    auto const medium = ssot::from_wire<app::severity>("medium");
    std::cout << medium.error() << '\n';                    // 'medium' is none of low-risk, high (unknown_choice)
    //]

    //[ open
    auto const kept = ssot::open_choice<app::severity>::from_text("medium"); // what another program wrote
    std::cout << kept.text() << (kept.known() ? "" : ", which is none of ours") << '\n';
    //]
    return medium.has_error() && !kept.known() ? EXIT_SUCCESS : EXIT_FAILURE;
}
