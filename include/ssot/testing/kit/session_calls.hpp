// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_SESSION_CALLS_HPP
#define SSOT_TESTING_KIT_SESSION_CALLS_HPP

// Rows and queries in the form in which a session receives them, for the behaviours that test the contract itself.

#include <ssot/error.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/detail/store/object_batch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// Objects as a batch.
template<model M>
class raw_rows {
public:
    explicit raw_rows(std::vector<M> rows)
        : rows_(std::move(rows)), batch_(ssot::detail::objects_of(rows_.data(), rows_.size(), false))
    {
        auto const& model = storage::describe_model<M>();
        if (model.revision != storage::no_field)
            batch_.replace(model.revision, [](std::size_t) { return storage::value_view::integer(1); });
        static_cast<void>(batch_.write_documents());
    }
    raw_rows(raw_rows const&)            = delete;
    raw_rows& operator=(raw_rows const&) = delete;

    storage::record_batch       view() const noexcept { return batch_.view(); }
    ssot::detail::object_batch& batch() noexcept { return batch_; }

private:
    std::vector<M>             rows_;
    ssot::detail::object_batch batch_;
};

template<class M>
storage::value key_value(M const& key)
{
    return storage::value(storage::detail::to_view(key));
}

/// Returns a query for certain keys, or for all rows.
template<model M>
class raw_query {
public:
    raw_query() = default;
    explicit raw_query(std::vector<key_t<M>> const& keys)
    {
        for (auto const& key : keys)
            kept_.push_back(key_value(key));
        for (auto const& v : kept_)
            question.args.push_back(v.view());
        question.where = {{.what  = keys.size() == 1 ? storage::op::eq : storage::op::in,
                           .field = question.model->pk,
                           .first = 0,
                           .count = static_cast<std::uint32_t>(keys.size())}};
    }
    raw_query(raw_query const&)            = delete;
    raw_query& operator=(raw_query const&) = delete;

    storage::query question{.model = &storage::describe_model<M>()};

private:
    std::vector<storage::value> kept_{};
};

/// Returns all rows of a scan, in its order. Fields whose bit in `fields` is not set keep their initial values.
template<model M>
std::vector<M> scan_rows(checks& c, storage::any_session& s, storage::query const& q)
{
    auto           cursor = c.ok(s.scan(q), "scan");
    std::vector<M> out;
    while (c.ok(cursor.next(), "next")) {
        M m{};
        for (std::size_t f = 0; f != field_count<M>; ++f)
            if ((q.fields >> f & 1) != 0)
                c.ok(storage::accessors_of<M>()[f].set(&m, cursor.at(f)), "a value that the field can hold");
        out.push_back(std::move(m));
    }
    return out;
}

/// Returns all rows by key.
template<model M>
std::vector<M> all_rows(checks& c, storage::any_session& s)
{
    auto out = scan_rows<M>(c, s, raw_query<M>().question);
    std::ranges::sort(out, {}, [](M const& m) { return key_of(m); });
    return out;
}

/// Returns the rows with these keys by key, even from a backend that looks up no keys.
template<model M>
std::vector<M> rows_with(checks& c, storage::any_session& s, std::vector<key_t<M>> const& keys)
{
    auto out = scan_rows<M>(c, s, raw_query<M>(keys).question);
    std::erase_if(out, [&](M const& m) { return std::ranges::find(keys, key_of(m)) == keys.end(); });
    std::ranges::sort(out, {}, [](M const& m) { return key_of(m); });
    return out;
}

template<model M>
std::size_t insert_rows(checks& c, storage::any_session& s, std::vector<M> rows)
{
    return c.ok(s.insert(raw_rows<M>(std::move(rows)).view()), "insert");
}

/// Sets one field of one row. Returns what `update` returns.
template<auto Member>
result<std::size_t> set_row(storage::any_session& s, key_t<ssot::detail::class_of<Member>> const& key,
                            ssot::detail::type_of<Member> const& to)
{
    raw_query<ssot::detail::class_of<Member>> const q({key});
    storage::assignment const set[] = {{static_cast<std::uint16_t>(field_index<Member>), storage::detail::to_view(to)}};
    return s.update(q.question, set);
}

template<model M>
result<std::size_t> erase_rows(storage::any_session& s, std::vector<key_t<M>> const& keys)
{
    return s.erase(raw_query<M>(keys).question);
}

/// Returns a specimen with this key and text.
specimen make_specimen(std::int64_t key, std::string text = {});

/// Returns the number of the specimen with this key as a session sees it, or nothing if there is no such row.
std::optional<std::int64_t> number_of(checks& c, storage::any_session& s, std::int64_t key);

} // namespace ssot::conformance::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/kit/session_calls.ipp>
#endif

#endif // SSOT_TESTING_KIT_SESSION_CALLS_HPP
