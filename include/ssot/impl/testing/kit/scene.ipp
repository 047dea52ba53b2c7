// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_SCENE_IPP
#define SSOT_IMPL_TESTING_KIT_SCENE_IPP

#include <ssot/testing/kit/boundary_values.hpp>
#include <ssot/testing/kit/scene.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <utility>

namespace ssot::conformance::detail {

SSOT_DECL std::string_view state_message(state s) noexcept
{
    switch (s) {
    case state::plain: return "outside a transaction";
    case state::churned: return "after all rows were changed, erased or inserted again";
    case state::failed_insert: return "after a batch that was refused";
    case state::rolled_back: return "after a transaction that changed everything was rolled back";
    case state::committed: return "after another session committed the rows";
    case state::own_writes: return "inside a transaction that wrote half of the rows";
    case state::savepoint_kept: return "inside a transaction that wrote half of the rows in a savepoint that it released";
    case state::savepoint_undone: return "inside a transaction, after everything since a savepoint was undone";
    case state::failed_inside: return "inside a transaction, after a refused batch was undone to a savepoint";
    case state::snapshot: return "inside a read-only transaction, after another session changed everything";
    case state::uncommitted: return "while another session's transaction has changed everything";
    case state::reopened: return "after the backend was closed and opened again";
    }
    return "";
}

SSOT_DECL std::vector<state> states_of(storage::capabilities const& caps, bool can_reopen)
{
    std::vector<state> out{state::plain, state::churned, state::failed_insert};
    bool const         isolated = caps.transactions && caps.concurrent_sessions;
    if (caps.transactions)
        out.insert(out.end(), {state::rolled_back, state::own_writes});
    if (caps.transactions && caps.savepoints)
        out.insert(out.end(), {state::savepoint_kept, state::savepoint_undone, state::failed_inside});
    if (isolated)
        out.insert(out.end(), {state::committed, state::uncommitted});
    if (isolated && caps.strongest != storage::isolation::read_committed)
        out.push_back(state::snapshot);
    if (can_reopen)
        out.push_back(state::reopened);
    return out;
}

SSOT_DECL bool is_writable(state s) noexcept { return s != state::snapshot && s != state::uncommitted; }

// ---- the rows ----

inline constexpr std::int64_t specimens = 36;
inline constexpr std::int64_t pairings  = 20;

/// Sets a field to its boundary value number `n`, which is below the number of rows. Every sixth is null where it can be.
SSOT_DECL void set_boundary(storage::model_desc const& model, kit_row& row, std::size_t f, storage::capabilities const& caps,
                            std::size_t n)
{
    auto const& field  = model.fields[f];
    auto const  values = boundary_values(field, caps);
    if (field.nullable && n % 6 == 5)
        row[f] = {};
    else
        row[f] = values[(field.nullable ? n - n / 6 : n) % values.size()];
}

SSOT_DECL expected_rows make_scene_rows(storage::capabilities const& caps)
{
    expected_rows out;
    auto const&   model  = specimen_model();
    auto const    parent = field_of(model, "part_of");
    using storage::value;
    using storage::value_view;
    // Prime to the number of rows, so that each field meets all of its values, and two fields not in step.
    constexpr std::size_t strides[] = {1, 5, 7};
    for (std::int64_t key = 1; key <= specimens; ++key) {
        auto row = make_row(model, key * 3 - 40); // some keys are below 0
        for (std::size_t f = 0; f != model.fields.size(); ++f)
            if (f != model.pk && f != model.revision && !model.fields[f].target)
                set_boundary(model, row, f, caps, (static_cast<std::size_t>(key) * strides[f % 3] + f) % specimens);
        if (key > 4 && key % 3 != 0) // earlier rows, of which some have no parent
            row[parent] = value(value_view::integer((key / 2) * 3 - 40));
        out.put(model, stored_form(model, row));
    }
    auto const& pairs = pairing_model();
    auto const  set   = [&](kit_row& row, std::string_view name, std::int64_t v) {
        row[field_of(pairs, name)] = value(value_view::integer(v));
    };
    for (std::int64_t key = 1; key <= pairings; ++key) {
        auto row = make_row(pairs, key * 7 - 50);
        if (key % 5 != 0)
            set(row, "left", ((key * 5) % specimens + 1) * 3 - 40);
        if (key % 4 != 0)
            set(row, "right", ((key * 11) % (key % 2 == 0 ? specimens : 4) + 1) * 3 - 40);
        if (key % 3 != 0) {
            auto const name = key == 1 ? "" : (key % 2 == 0 ? "N" : "n") + (key > 3 ? std::to_string(key / 2) : "");
            row[field_of(pairs, "name")] = value(value_view::chars(name));
        }
        if (key % 6 != 0)
            set(row, "shelf", key / 4);
        if (key % 7 != 0)
            set(row, "slot", key % 4);
        if (key % 9 == 5) // with two different slots
            set(row, "aisle", 1);
        set(row, "number", key % 3);
        out.put(pairs, row);
    }
    return out;
}

SSOT_DECL expected_rows const& scene_rows(storage::capabilities const& caps)
{
    // Two capabilities decide which values there are; the kit asks for those of one backend at a time.
    thread_local struct {
        bool          made     = false;
        bool          text_nul = false;
        std::size_t   max_text = 0;
        expected_rows rows{};
    } last;
    if (!last.made || last.text_nul != caps.text_nul || last.max_text != caps.max_text) {
        last.rows     = make_scene_rows(caps);
        last.text_nul = caps.text_nul;
        last.max_text = caps.max_text;
        last.made     = true;
    }
    return last.rows;
}

// ---- the states ----

SSOT_DECL void scene::write(result<std::size_t> done, std::string_view what, std::size_t rows)
{
    t_->equal(t_->ok(std::move(done), what), rows, std::string(what) + where() + ": number of rows");
}

/// The rows of a model with an odd or an even place.
SSOT_DECL std::vector<kit_row> rows_of(expected_rows const& all, storage::model_desc const& model, bool odd, bool even)
{
    std::vector<kit_row> out;
    std::size_t          n = 0;
    for (auto const& [key, row] : all.of(model))
        if (n++ % 2 == 0 ? even : odd)
            out.push_back(row);
    return out;
}

SSOT_DECL void scene::insert_all(storage::any_session& s)
{
    for (auto const* model : {&specimen_model(), &pairing_model()}) {
        auto const rows = rows_of(rows_, *model, true, true);
        write(insert_in_batches(*t_, s, *model, rows), "inserting rows", rows.size());
    }
}

/// All specimens, the even ones with other values, and the odd pairings.
SSOT_DECL void scene::insert_half(storage::any_session& s)
{
    auto const& model = specimen_model();
    auto        rows  = rows_of(rows_, model, true, true);
    for (std::size_t i = 0; i != rows.size(); i += 2) {
        auto const other = make_row(model, rows[i][model.pk].view().as_int());
        rows[i]          = stored_form(model, other);
    }
    write(insert_in_batches(*t_, s, model, rows), "inserting rows", rows.size());
    auto const pairs = rows_of(rows_, pairing_model(), true, false);
    write(insert_in_batches(*t_, s, pairing_model(), pairs), "inserting rows", pairs.size());
}

SSOT_DECL void scene::insert_rest(storage::any_session& s)
{
    for (auto const& row : rows_of(rows_, specimen_model(), false, true))
        write(update_untyped(s, specimen_model(), row), "updating a row", 1);
    auto const pairs = rows_of(rows_, pairing_model(), false, true);
    write(insert_in_batches(*t_, s, pairing_model(), pairs), "inserting rows", pairs.size());
}

/// Each row gets the values of the next one; every third pairing goes, and rows come.
SSOT_DECL void scene::change_everything(storage::any_session& s)
{
    auto const&               pairs = pairing_model();
    auto const                old   = rows_of(rows_, pairs, true, true);
    std::vector<std::int64_t> gone;
    for (std::size_t i = 0; i < old.size(); i += 3)
        gone.push_back(old[i][pairs.pk].view().as_int());
    for (auto const key : gone)
        write(s.erase(key_query(pairs, {key})), "erasing a row", 1);
    for (std::size_t i = 1; i < old.size(); i += 3) {
        auto row                     = make_row(pairs, old[i][pairs.pk].view().as_int());
        row[field_of(pairs, "left")] = old[(i + 1) % old.size()][field_of(pairs, "right")];
        write(update_untyped(s, pairs, row), "updating a row", 1);
    }
    auto const& model = specimen_model();
    auto const  first = rows_of(rows_, model, true, true);
    for (std::size_t i = 0; i != first.size(); ++i) {
        auto row                        = first[(i + 1) % first.size()];
        row[model.pk]                   = first[i][model.pk];
        row[field_of(model, "part_of")] = {};
        write(update_untyped(s, model, row), "updating a row", 1);
    }
    std::vector<kit_row> more;
    for (std::int64_t key = 1000; key != 1005; ++key) {
        more.push_back(first[static_cast<std::size_t>(key) % first.size()]);
        more.back()[model.pk]                   = storage::value(storage::value_view::integer(key));
        more.back()[field_of(model, "part_of")] = {};
    }
    write(insert_in_batches(*t_, s, model, more), "inserting rows", more.size());
}

/// Undoes what `change_everything` did, by hand.
SSOT_DECL void scene::change_back(storage::any_session& s)
{
    auto const& model = specimen_model();
    auto const& pairs = pairing_model();
    for (std::int64_t key = 1000; key != 1005; ++key)
        write(s.erase(key_query(model, {key})), "erasing a row", 1);
    for (auto const& row : rows_of(rows_, model, true, true))
        write(update_untyped(s, model, row), "updating a row", 1);
    auto const           old = rows_of(rows_, pairs, true, true);
    std::vector<kit_row> again;
    for (std::size_t i = 0; i != old.size(); ++i)
        if (i % 3 == 0)
            again.push_back(old[i]);
        else if (i % 3 == 1)
            write(update_untyped(s, pairs, old[i]), "updating a row", 1);
    write(insert_in_batches(*t_, s, pairs, again), "inserting rows again", again.size());
}

/// Lets a batch fail whose last row has a key that is taken.
SSOT_DECL void scene::fail(storage::any_session& s)
{
    if (t_->caps().max_batch < 4)
        return;
    auto const&          model = specimen_model();
    std::vector<kit_row> batch;
    auto const           first = rows_of(rows_, model, true, true);
    for (std::size_t i = 0; i != 3; ++i) {
        batch.push_back(first[i]);
        batch.back()[model.pk] = storage::value(storage::value_view::integer(2000 + static_cast<std::int64_t>(i)));
    }
    batch.push_back(first[5]);
    t_->refused(insert_untyped(s, model, batch), {errc::already_exists}, "inserting a batch whose last key is taken");
}

SSOT_DECL scene::scene(trial& t, state how) : t_(&t), how_(how), rows_(scene_rows(t.caps()))
{
    asked_.emplace(t.open());
    auto&      s     = *asked_;
    auto const begin = [&](storage::tx_options options) {
        t.ok(s.begin(options), "begin");
        open_ = true;
    };
    switch (how) {
    case state::plain: insert_all(s); break;
    case state::churned:
        insert_all(s);
        change_everything(s);
        change_back(s);
        break;
    case state::failed_insert:
        insert_all(s);
        fail(s);
        break;
    case state::rolled_back:
        insert_all(s);
        begin({});
        change_everything(s);
        s.rollback();
        open_ = false;
        break;
    case state::committed:
        other_.emplace(t.open());
        insert_half(s);
        t.ok(other_->begin({}), "begin");
        insert_rest(*other_);
        t.ok(other_->commit(), "commit");
        break;
    case state::own_writes:
        insert_half(s);
        begin({});
        insert_rest(s);
        break;
    case state::savepoint_kept:
        insert_half(s);
        begin({});
        t.ok(s.savepoint(1), "savepoint");
        insert_rest(s);
        t.ok(s.release(1), "release");
        break;
    case state::savepoint_undone:
        insert_all(s);
        begin({});
        t.ok(s.savepoint(1), "savepoint");
        change_everything(s);
        t.ok(s.rollback_to(1), "rollback_to");
        t.ok(s.release(1), "release");
        break;
    case state::failed_inside:
        insert_all(s);
        begin({});
        t.ok(s.savepoint(1), "savepoint");
        fail(s);
        t.ok(s.rollback_to(1), "rollback_to");
        t.ok(s.release(1), "release");
        break;
    case state::snapshot: {
        insert_all(s);
        other_.emplace(t.open());
        begin({.mode = storage::tx_mode::read_only, .level = storage::isolation::snapshot});
        scan_untyped(t, s, key_query(specimen_model(), {-37}), "the first scan of a transaction"); // its moment is now
        reached_ = t.beside(
            "a read-only transaction",
            [&] { change_everything(*other_); },
            [&] {
                s.rollback();
                open_ = false;
            });
        break;
    }
    case state::uncommitted: {
        insert_all(s);
        other_.emplace(t.open());
        t.ok(other_->begin({}), "begin");
        others_ = true;
        change_everything(*other_);
        reached_ = t.beside(
            "a read beside a transaction that wrote",
            [&] {
                for (auto const* model : {&specimen_model(), &pairing_model()})
                    scan_untyped(t, s, {.model = model}, "a scan while another session writes");
            },
            [&] {
                other_->rollback();
                others_ = false;
            });
        break;
    }
    case state::reopened:
        insert_half(s);
        if (!t.caps().transactions) {
            insert_rest(s);
        } else {
            begin({});
            if (t.caps().savepoints)
                t.ok(s.savepoint(1), "savepoint");
            insert_rest(s);
            if (t.caps().savepoints)
                t.ok(s.release(1), "release");
            t.ok(s.commit(), "commit");
            open_ = false;
        }
        change_everything(s);
        change_back(s);
        if (t.caps().transactions) {
            begin({});
            change_everything(s);
            s.rollback();
            open_ = false;
        }
        asked_.reset();
        t.reopen();
        asked_.emplace(t.open());
        break;
    }
}

SSOT_DECL scene::~scene()
{
    if (open_)
        asked_->rollback();
    if (others_)
        other_->rollback();
}

SSOT_DECL std::string scene::where() const { return " (" + std::string(state_message(how_)) + ")"; }

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_SCENE_IPP
