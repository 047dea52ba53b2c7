// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_MADE_KEYS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_MADE_KEYS_IPP

// Behaviours: integer keys that the backend makes.

#include <ssot/error.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

/// Inserts specimens with these keys, of which 0 is to be made. Returns all keys.
SSOT_DECL result<std::vector<std::int64_t>> try_making_keys(storage::any_session& s, std::vector<std::int64_t> const& keys,
                                                            std::string const& text)
{
    std::vector<specimen> rows;
    for (std::size_t i = 0; i != keys.size(); ++i)
        rows.push_back(make_specimen(keys[i], text + std::to_string(i)));
    std::vector<std::int64_t> out(keys.size(), -1);
    auto const                n = s.insert_making_keys(raw_rows<specimen>(std::move(rows)).view(), out);
    if (!n)
        return n.error();
    if (*n != keys.size())
        return error(errc::internal, "insert_making_keys says that it inserted " + std::to_string(*n) + " rows");
    return out;
}

/// Checks that keys were made and given as they should be, and that each row is under its key.
SSOT_DECL std::vector<std::int64_t> make_keys(trial& t, storage::any_session& s, std::vector<std::int64_t> const& keys,
                                              std::string const& text, std::set<std::int64_t>& taken)
{
    auto made = try_making_keys(s, keys, text);
    if (!made && made.error().code() == errc::unsupported) // as any_backend answers
        throw not_applicable("a session makes no keys");
    auto const out = t.ok(std::move(made), "insert_making_keys");
    for (std::size_t i = 0; i != keys.size(); ++i) {
        auto const row = "row " + std::to_string(i) + " of " + std::to_string(keys.size());
        if (keys[i] != 0)
            t.equal(out[i], keys[i], "the key of " + row + ", which was given");
        else
            t.expect(out[i] > 0, "a made key is greater than 0: came " + std::to_string(out[i]) + " for " + row);
        t.expect(taken.insert(out[i]).second, "the key " + std::to_string(out[i]) + " of " + row + " is of no other row");
        auto const found = rows_with<specimen>(t, s, {out[i]});
        t.equal(found.size(), 1U, "rows with the key of " + row);
        t.equal(found[0].text, text + std::to_string(i), "the text of " + row + ", read by its key");
    }
    t.equal(all_rows<specimen>(t, s).size(), taken.size(), "all rows");
    return out;
}

SSOT_DECL std::vector<std::int64_t> nils(trial& t, std::size_t n)
{
    return std::vector<std::int64_t>(std::min(n, t.caps().max_batch), 0);
}

SSOT_DECL void keys_made(trial& t)
{
    std::set<std::int64_t> taken;
    auto                   s = t.open();
    make_keys(t, s, nils(t, 1), "first ", taken);
    make_keys(t, s, nils(t, 7), "second ", taken);
    make_keys(t, s, {}, "none", taken);
    auto other = t.open();
    make_keys(t, other, nils(t, 3), "of another session ", taken);
    make_keys(t, s, nils(t, 2), "again ", taken);
    if (t.can_reopen()) {
        s     = t.open();
        other = t.open();
        t.reopen();
        auto again = t.open();
        make_keys(t, again, nils(t, 3), "after it was opened again ", taken);
    }
    t.ok(t.store().insert(make_specimen(0, "through the store")), "an insert of a row without a key through a store");
    t.equal(t.ok(t.store().count<specimen>(), "counting"), taken.size() + 1, "rows");
}

SSOT_DECL void keys_made_beside_given(trial& t)
{
    std::set<std::int64_t> taken;
    auto                   s    = t.open();
    auto const             last = make_keys(t, s, nils(t, 2), "made ", taken).back();
    // Given keys just where the next ones would be made.
    insert_rows<specimen>(t, s, {make_specimen(last + 1), make_specimen(last + 3)});
    taken.insert({last + 1, last + 3});
    make_keys(t, s, nils(t, 5), "after given keys ", taken);
    if (t.caps().max_batch < 4)
        return;
    auto const highest = *taken.rbegin();
    make_keys(t, s, {0, highest + 2, 0, highest + 1}, "among given keys ", taken);
    make_keys(t, s, {highest + 1'000, 0, 0, 0}, "after a higher key ", taken);
    make_keys(t, s, {-5, 0, -6, 0}, "beside keys below 0 ", taken);
    make_keys(t, s, nils(t, 4), "at last ", taken);
}

SSOT_DECL void keys_made_all_or_none(trial& t)
{
    std::set<std::int64_t> taken;
    auto                   s = t.open();
    make_keys(t, s, nils(t, 2), "made ", taken);
    if (t.caps().max_batch < 3)
        throw not_applicable("batches of the backend have less than 3 rows");
    for (std::size_t const bad : {0U, 1U, 2U}) {
        std::vector<std::int64_t> keys(3, 0);
        keys[bad] = *taken.begin();
        t.refused(try_making_keys(s, keys, "bad "),
                  {errc::already_exists},
                  "a batch with a key that is taken in row " + std::to_string(bad) + " of 3");
        t.equal(all_rows<specimen>(t, s).size(), taken.size(), "rows after that batch was refused");
    }
    make_keys(t, s, nils(t, 3), "after it ", taken);
    if (!t.caps().transactions)
        return;
    t.ok(s.begin({}), "begin");
    auto undone = taken;
    make_keys(t, s, nils(t, 3), "in a transaction ", undone);
    s.rollback();
    t.equal(all_rows<specimen>(t, s).size(), taken.size(), "rows after the transaction was rolled back");
    t.ok(s.begin({}), "begin");
    make_keys(t, s, nils(t, 3), "in a second transaction ", taken);
    t.ok(s.commit(), "commit");
    t.equal(all_rows<specimen>(t, s).size(), taken.size(), "rows after the commit");
}

inline constexpr behaviour made_key_behaviours[] = {
    {"key.made", "each row is under the key that was made for it", need::made_keys, 2, &keys_made},
    {"key.made_beside_given", "given keys stay, and are not made again", need::made_keys, 2, &keys_made_beside_given},
    {"key.made_all_or_none", "nothing stays of what was refused or undone", need::made_keys, 2, &keys_made_all_or_none},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_MADE_KEYS_IPP
