// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_UNTYPED_ROWS_IPP
#define SSOT_IMPL_TESTING_KIT_UNTYPED_ROWS_IPP

#include <ssot/storage/describe.hpp>
#include <ssot/testing/kit/boundary_values.hpp>
#include <ssot/testing/kit/pairing.hpp>
#include <ssot/testing/kit/query_words.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <algorithm>

namespace ssot::conformance::detail {

SSOT_DECL storage::model_desc const& specimen_model() { return storage::describe_model<specimen>(); }
SSOT_DECL storage::model_desc const& pairing_model() { return storage::describe_model<pairing>(); }

SSOT_DECL std::uint16_t field_of(storage::model_desc const& model, std::string_view name)
{
    auto const found = std::ranges::find(model.fields, name, &storage::field_desc::name);
    return static_cast<std::uint16_t>(found - model.fields.begin());
}

SSOT_DECL kit_row make_row(storage::model_desc const& model, std::int64_t key)
{
    kit_row out;
    for (std::size_t i = 0; i != model.fields.size(); ++i) {
        auto const& f = model.fields[i];
        if (i == model.pk)
            out.emplace_back(storage::value_view::integer(key));
        else if (i == model.revision)
            out.emplace_back(storage::value_view::integer(1));
        else if (f.nullable)
            out.emplace_back();
        else
            out.push_back(boundary_values(f, {}).front());
    }
    return out;
}

// ---- objects, which is the form in which a batch holds rows ----

template<class M>
std::vector<M> objects_from(std::span<kit_row const> rows)
{
    std::vector<M> out(rows.size());
    for (std::size_t i = 0; i != rows.size(); ++i)
        for (std::size_t f = 0; f != field_count<M>; ++f)
            storage::accessors_of<M>()[f].set(&out[i], rows[i][f].view()).value();
    return out;
}

template<class M>
kit_row stored_form_of(kit_row row)
{
    auto const  object = objects_from<M>(std::span(&row, 1));
    std::string text;
    for (std::size_t f = 0; f != field_count<M>; ++f)
        if (auto const document = storage::accessors_of<M>()[f].document; document && !row[f].view().is_null()) {
            text.clear();
            document(object.data(), text).value();
            row[f] = text_value(text, kind::json);
        }
    return row;
}

SSOT_DECL kit_row stored_form(storage::model_desc const& model, kit_row const& row)
{
    return storage::same_model(model, specimen_model()) ? stored_form_of<specimen>(row) : stored_form_of<pairing>(row);
}

template<class M>
result<std::size_t> insert_objects(storage::any_session& s, std::span<kit_row const> rows, bool if_absent)
{
    raw_rows<M> const batch(objects_from<M>(rows));
    return if_absent ? s.insert_if_absent(batch.view()) : s.insert(batch.view());
}

SSOT_DECL result<std::size_t> insert_untyped(storage::any_session& s, storage::model_desc const& model,
                                             std::span<kit_row const> rows)
{
    return storage::same_model(model, specimen_model()) ? insert_objects<specimen>(s, rows, false)
                                                        : insert_objects<pairing>(s, rows, false);
}

SSOT_DECL result<std::size_t> insert_untyped_if_absent(storage::any_session& s, storage::model_desc const& model,
                                                       std::span<kit_row const> rows)
{
    return storage::same_model(model, specimen_model()) ? insert_objects<specimen>(s, rows, true)
                                                        : insert_objects<pairing>(s, rows, true);
}

SSOT_DECL result<std::size_t> insert_in_batches(trial& t, storage::any_session& s, storage::model_desc const& model,
                                                std::span<kit_row const> rows)
{
    auto const  most = std::min<std::size_t>(t.caps().max_batch, rows.size());
    std::size_t n    = 0;
    for (std::size_t i = 0; i < rows.size(); i += most) {
        auto const done = insert_untyped(s, model, rows.subspan(i, std::min(most, rows.size() - i)));
        if (!done)
            return done;
        n += *done;
    }
    return n;
}

SSOT_DECL key_query::key_query(storage::model_desc const& model, std::vector<std::int64_t> const& keys)
{
    q_.model = &model;
    for (auto const key : keys)
        q_.args.push_back(storage::value_view::integer(key));
    q_.where = {{.what  = keys.size() == 1 ? storage::op::eq : storage::op::in,
                 .field = model.pk,
                 .first = 0,
                 .count = static_cast<std::uint32_t>(keys.size())}};
}

SSOT_DECL result<std::size_t> update_untyped(storage::any_session& s, storage::model_desc const& model, kit_row const& row)
{
    std::vector<storage::assignment> set;
    for (std::size_t i = 0; i != row.size(); ++i)
        if (i != model.pk)
            set.push_back({static_cast<std::uint16_t>(i), row[i].view()});
    return s.update(key_query(model, {row[model.pk].view().as_int()}), set);
}

template<class M>
kit_row row_of(checks& c, storage::any_cursor const& rows, storage::model_desc const& model, std::uint64_t fields)
{
    M           m{};
    kit_row     out(model.fields.size());
    auto const  wanted = [&](std::size_t f) { return (fields >> f & 1) != 0; };
    std::string text;
    for (std::size_t f = 0; f != field_count<M>; ++f) {
        if (!wanted(f))
            continue;
        auto const& a = storage::accessors_of<M>()[f];
        auto const  v = rows.at(f);
        // What has the kind of its field already is taken as it is. Of a choice a backend may keep only the number.
        if (v.is_null() ? model.fields[f].nullable : v.type() == model.fields[f].type && v.type() != kind::choice) {
            out[f] = storage::value(v);
            continue;
        }
        if (auto read = a.set(&m, v); !read)
            c.ok(std::move(read), "reading the field " + std::string(model.fields[f].name));
        text.clear();
        if (!a.document)
            out[f] = storage::value(a.get(&m));
        else if (a.document(&m, text).value())
            out[f] = text_value(text, kind::json);
    }
    if (model.revision != storage::no_field && wanted(model.revision))
        out[model.revision] = storage::value(rows.at(model.revision));
    return out;
}

SSOT_DECL std::vector<kit_row> read_untyped(checks& c, storage::any_cursor& rows, storage::model_desc const& model,
                                            std::uint64_t fields)
{
    std::vector<kit_row> out;
    while (c.ok(rows.next(), "next"))
        out.push_back(storage::same_model(model, specimen_model()) ? row_of<specimen>(c, rows, model, fields)
                                                                   : row_of<pairing>(c, rows, model, fields));
    return out;
}

SSOT_DECL std::vector<kit_row> scan_untyped(checks& c, storage::any_session& s, storage::query const& q,
                                            std::string const& what)
{
    auto rows = c.ok(s.scan(q), what);
    return read_untyped(c, rows, *q.model, q.fields);
}

// ---- comparing, and words ----

SSOT_DECL void same_rows(checks& c, storage::query const& q, std::vector<kit_row> came, std::vector<kit_row const*> expected,
                         words_fn what)
{
    auto const& model  = *q.model;
    auto const  key    = [&](kit_row const& row) { return row[model.pk].view().as_int(); };
    auto const  by_key = [&](kit_row const& a, kit_row const& b) { return key(a) < key(b); };
    if (q.order.empty()) {
        std::ranges::sort(came, by_key);
        std::ranges::sort(expected, [&](auto const* a, auto const* b) { return by_key(*a, *b); });
    }
    std::vector<std::int64_t> keys;
    std::vector<std::int64_t> right;
    for (auto const& row : came)
        keys.push_back(key(row));
    for (auto const* row : expected)
        right.push_back(key(*row));
    if (keys != right)
        c.equal(keys, right, what() + ": keys of the rows");
    c.expect(true, {});
    for (std::size_t i = 0; i != came.size(); ++i)
        for (std::size_t f = 0; f != model.fields.size(); ++f) {
            if ((q.fields >> f & 1) == 0)
                continue;
            auto const a = came[i][f].view();
            auto const b = (*expected[i])[f].view();
            if (same_value(a, b))
                continue;
            std::size_t at = 0;
            if (a.is_buffer() && b.is_buffer())
                at = static_cast<std::size_t>(std::ranges::mismatch(a.as_chars(), b.as_chars()).in1 - a.as_chars().begin());
            c.expect(false,
                     what() + ": field " + std::string(model.fields[f].name) + " of the row with the key " +
                         std::to_string(keys[i]) + ": expected " + show_value(b, at) + ", came " + show_value(a, at));
        }
}

SSOT_DECL void check_rows(checks& c, storage::any_session& s, storage::query const& q, std::vector<kit_row const*> expected,
                          words_fn what)
{
    auto rows = s.scan(q);
    if (!rows)
        c.ok(result<void>(rows.error()), what());
    same_rows(c, q, read_untyped(c, *rows, *q.model, q.fields), std::move(expected), what);
}

SSOT_DECL void check_keys(trial& t, storage::any_session& s, expected_rows const& rows, storage::model_desc const& model,
                          std::vector<std::int64_t> const& keys, std::string const& when)
{
    key_query const       by_key(model, keys);
    storage::query const& q    = by_key;
    auto const            what = show_query(q) + when;
    auto                  came = scan_untyped(t, s, q, what);
    if (t.caps().filters == storage::filtering::none)
        std::erase_if(
            came, [&](kit_row const& row) { return std::ranges::find(keys, row[model.pk].view().as_int()) == keys.end(); });
    same_rows(t, q, std::move(came), rows.select(q), what);
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_UNTYPED_ROWS_IPP
