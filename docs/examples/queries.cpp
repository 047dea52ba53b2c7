// SPDX-License-Identifier: BSL-1.0
// Queries: conditions, orderings, pages, streams, groups, counts, fields left out, and updates that notice each other.

#include <ssot/ssot.hpp>

#include <cstdlib>
#include <iostream>

int main()
{
    ssot::store store{ssot::storage::memory{}};
    ssot::sync  run{.source = "ServiceNow", .target = "Nautobot", .start_time = ssot::now()};
    store.insert(run).value();
    for (int i = 0; i != 30; ++i)
        store.insert(ssot::sync_log_entry{.sync = run, .message = "device-" + std::to_string(i)}).value();

    //[ where
    using entry = ssot::sync_log_entry;
    using ssot::field;
    auto const about_two = icontains(field<&entry::message>, "DEVICE-2") && year(field<&entry::timestamp>) >= 2024;
    auto const changes   = in(field<&entry::action>, {ssot::sync_log_entry_action::create, ssot::sync_log_entry_action::update});
    auto const ours      = field<&entry::sync, &ssot::sync::source> == "ServiceNow";           // through a foreign key
    auto const failing   = field<&entry::sync, &ssot::sync::job_result, &ssot::job_result::status> ==
                         ssot::job_result_status::failure;                                   // through two
    auto const rows = store.select(ssot::from<entry>().where(field<&entry::sync> == run && about_two && ours &&
                                                             !changes && !failing));
    //]

    //[ order
    auto const part = store.select(ssot::from<entry>()
        .where(field<&entry::status> != ssot::sync_log_entry_status::success || is_null(field<&entry::diff>))
        .order_by(ssot::asc<&entry::sync, &ssot::sync::start_time>.nulls_first(), ssot::desc<&entry::timestamp>)
        .offset(10)
        .limit(10));
    auto const how_many = store.count(ssot::from<entry>().where(field<&entry::sync> == run));
    //]

    //[ join
    auto const syncs   = ssot::from<ssot::sync>();
    auto const logged  = store.count(syncs.join<&entry::sync>(about_two));                    // 11: once for each entry
    auto const once    = store.count(syncs.join<&entry::sync>(about_two).distinct());         // 1
    auto const nothing = store.count(syncs.without<&entry::sync>());                          // 0: syncs without entries
    //]

    //[ pages
    auto const  by_age = ssot::from<entry>().order_by(ssot::desc<&entry::timestamp>).limit(20);
    auto const  first  = store.page(by_age).value();
    std::string link   = "/entries?after=" + to_string(first.next.value());
    auto const  after  = ssot::parse_page_key(link.substr(link.find('=') + 1)).value();
    auto const  second = store.page(by_age, after).value();                                   // the other 10; its next is empty
    //]

    //[ stream
    std::size_t length = 0;
    for (auto const& row : store.stream(ssot::from<entry>().only<&entry::message>())) {
        auto const& [message] = row.value();
        length += message.size();
    }
    //]

    //[ groups
    auto const by_action = ssot::from<entry>().group_by<&entry::action>(
        ssot::count_rows,
        ssot::count_if(field<&entry::status> == ssot::sync_log_entry_status::failure),
        ssot::max_of<&entry::timestamp>);
    auto const groups = store.select(by_action).value();
    for (auto const& [action, n, failed, latest] : groups)
        std::cout << to_wire(action) << ": " << n << ", of which " << failed << " failed\n"; // no-change: 30, of which 0 failed
    //]

    //[ annotated
    using ssot::counted;
    auto const busy = store.annotated_syncs(ssot::from<ssot::sync>()
        .where(counted<&ssot::sync_counts::failed> == 0 && field<&ssot::sync::dry_run> == false)
        .order_by(counted<&ssot::sync_counts::unchanged>.desc())
        .limit(10)).value();
    std::cout << busy.front().sync.source << ": " << busy.front().counts.unchanged << " unchanged\n";
    //]

    //[ defer
    auto light = store.select(ssot::from<ssot::sync>().defer<&ssot::sync::diff>()).value();
    light.front().summary = boost::json::value{{"create", 30}};
    store.update(light.front()).value();                       // writes what was loaded; the stored diff stays
    //]

    //[ update
    auto mine  = store.get<ssot::sync>(run.id).value();
    auto yours = store.get<ssot::sync>(run.id).value();
    mine.source = "ServiceNow EU";
    store.update(mine).value();
    auto const late = store.update(yours);
    std::cout << late.error() << '\n';                         // ... changed since it was read (conflict)
    //]
    bool const counts_right = how_many.value() == 30 && logged.value() == 11 && once.value() == 1 && nothing.value() == 0;
    bool const pages_right  = first.rows.size() == 20 && second.rows.size() == 10 && !second.next;
    return rows.value().size() == 11 && part.value().size() == 10 && counts_right && pages_right && length == 260 &&
                   groups.size() == 1 && busy.front().counts.unchanged == 30 &&
                   late.error().code() == ssot::errc::conflict
               ? EXIT_SUCCESS
               : EXIT_FAILURE;
}
