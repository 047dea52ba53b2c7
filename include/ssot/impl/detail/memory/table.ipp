// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_TABLE_IPP
#define SSOT_IMPL_DETAIL_MEMORY_TABLE_IPP

#include <ssot/detail/base/fair_shared_mutex.hpp>
#include <ssot/detail/memory/table.hpp>

#include <bit>
#include <mutex>
#include <string>
#include <utility>

namespace ssot::storage::detail::memory {

inline value_view row_view::at(std::size_t i) const noexcept
{
    auto const& shape = of->shape();
    if (shape.slots()[i].form != slot_form::parent)
        return shape.at(row, i);
    return of->foreign_key_index_of(i)->key(shape.parent(row, i)); // that of null is parent 0
}

inline table::table(model_desc const& model, key_hash const& hash) : layout_(model), hash_(hash)
{
    if (layout_.slots()[model.pk].form == slot_form::uuid)
        key_at_ = layout_.slots()[model.pk].at;
    if (auto const& key = layout_.slots()[model.pk]; key.form == slot_form::integer && key.type == kind::int64)
        number_at_ = key.at;
    for (std::uint16_t f = 0; f != model.fields.size(); ++f) {
        auto const& field = model.fields[f];
        if (field.type == kind::timestamp && !field.nullable && time_order_field_ == no_field) {
            time_order_field_ = f;
            time_order_at_    = layout_.slots()[f].at;
        }
        if (!layout::has_parents(field))
            continue;
        // Rows that go with their parent are its own: those are the ones that people count.
        bool const counted = field.on == on_delete::cascade && !dimensions_.all().empty();
        foreign_keys_.push_back({f,
                                 layout_.slots()[f].at,
                                 std::make_unique<foreign_key_index>(field.type, hash, counted ? counter_slots() : 0)});
        by_field_[f] = {foreign_keys_.back().list.get(), foreign_keys_.size() - 1};
    }
    add_indexes();
}

inline row_ref table::find(value_view key, ordinal seen) const noexcept
{
    if (key.is_null() || !is_key(key))
        return no_row;
    auto const* const found = index_.find(hash_(key), [&](row_ref ref) { return has_key(arena_[ref], key); });
    for (auto ref = found ? *found : no_row; ref != no_row; ref = head_of(arena_[ref]).previous)
        if (is_visible(arena_[ref], seen))
            return ref;
    return no_row;
}

inline bool table::count(ordinal seen, bool own, std::int64_t& out) const noexcept
{
    if (changed_ > seen)
        return false;
    out = count_ + (own ? delta_ : 0);
    return true;
}

inline result<table::staged_row> table::stage(row_values& values, layout::field_set unchecked_fields, ordinal begin,
                                              ssot::detail::fair_shared_mutex& guard)
{
    auto const is = layout_.measure(values, unchecked_fields);
    if (!is)
        return is.error();
    auto const key = values[model().pk];
    if (key.is_null())
        return error(errc::constraint, "a row of " + std::string(model().label) + " without a key");
    layout::parent_ordinals parents;
    for (auto const p : layout_.parents())
        parents[p.field] = parent_of(p.field, values[p.field], guard);
    auto const ref = arena_.reserve(is->size);
    if (ref == no_row)
        return error(errc::too_large, "more than 32 GiB of " + std::string(model().label));
    auto* const row = arena_[ref];
    head_of(row)    = {begin, never, no_row};
    layout_.write(row, values, *is, parents);
    arena_.publish(ref, is->size);
    auto const hash = hash_(key);
    index_.prefetch(hash);
    return staged_row{ref, hash};
}

inline bool table::link(staged_row staged)
{
    auto* const row   = arena_[staged.ref];
    auto const  key   = key_of(row);
    auto* const found = index_.find(staged.hash, [&](row_ref ref) { return has_key(arena_[ref], key); });
    if (found && is_visible(arena_[*found], head_of(row).begin))
        return false;
    std::array<posting_list*, 64> parents;
    for (std::size_t i = 0; auto& c : foreign_keys_) {
        auto const parent = load<std::uint32_t>(row + c.at);
        auto&      p      = (*c.list)[parent];
        c.list->make_room(p);
        c.list->start_counting(p, parent);
        parents[i++] = &p;
    }
    for (auto const& index : indexes_)
        index->make_room();
    if (found) {
        head_of(row).previous = *found;
        *found                = staged.ref;
    } else {
        index_.add(staged.hash, staged.ref);
    }
    auto const counter_slot = counter_slot_of(row);
    auto const time         = time_of(row);
    for (std::size_t i = 0; auto& c : foreign_keys_) {
        auto& p = *parents[i++];
        foreign_key_index::append(p, staged.ref, counter_slot, time);
        c.list->count(p, counter_slot, 1);
    }
    add_to_indexes(staged.ref);
    raise_bound(row);
    ++delta_;
    in_key_order_ = in_key_order_ && (last_ == no_row || (last_ < staged.ref && comes_before(arena_[last_], row)));
    last_         = staged.ref;
    return true;
}

inline void table::discard(row_ref ref) noexcept
{
    mark(head_of(arena_[ref]).begin).store(never, std::memory_order_relaxed);
    dead_ += size_of(ref);
}

inline void table::unlink(row_ref ref) noexcept
{
    auto* const row   = arena_[ref];
    auto const  key   = key_of(row);
    auto* const found = index_.find(hash_(key), [&](row_ref r) { return has_key(arena_[r], key); });
    if (head_of(row).previous != no_row)
        *found = head_of(row).previous;
    else
        index_.erase(found);
    count_row(row, -1);
    discard(ref);
    drop_from_indexes(ref);
}

inline void table::end(row_ref ref, ordinal at)
{
    auto* const row = arena_[ref];
    for (auto& c : foreign_keys_) {
        auto const parent = load<std::uint32_t>(row + c.at);
        c.list->start_counting((*c.list)[parent], parent);
    }
    mark(head_of(row).end).store(at, std::memory_order_relaxed);
    dead_ += size_of(ref);
    count_row(row, -1);
}

inline void table::take_back_end(row_ref ref) noexcept
{
    auto* const row = arena_[ref];
    mark(head_of(row).end).store(never, std::memory_order_relaxed);
    dead_ -= size_of(ref);
    count_row(row, 1);
    raise_bound(row);
}

inline void table::commit(ordinal at) noexcept
{
    for (auto& c : foreign_keys_)
        c.list->commit(at);
    if (delta_ != 0)
        changed_ = at;
    count_ += std::exchange(delta_, 0);
}

inline void table::forget() noexcept
{
    for (auto& c : foreign_keys_)
        c.list->forget();
    delta_ = 0;
}

inline std::shared_ptr<table> table::live_copy(ssot::detail::fair_shared_mutex& unused) const
{
    auto out = std::make_shared<table>(model(), hash_);
    out->reserve(index_.size());
    row_values values;
    for (std::uint32_t b = 0; b != arena_.blocks(); ++b) {
        auto const [first, last] = arena_.places(b);
        for (auto ref = first; ref != last; ref = behind(ref)) {
            auto const* const row = arena_[ref];
            if (read_mark(head_of(row).begin) == never || read_mark(head_of(row).end) != never)
                continue;
            for (std::size_t f = 0; f != layout_.slots().size(); ++f)
                values[f] = row_view{this, row}.at(f);
            static_cast<void>(out->link(*out->stage(values, 0, 0, unused)));
        }
    }
    for (auto& c : out->foreign_keys_)
        c.list->sort(out->arena_, time_order_at_);
    out->commit(0);
    return out;
}

inline bool table::is_key(value_view key) const noexcept
{
    auto const type = model().fields[model().pk].type;
    return type == kind::uuid ? key.is_buffer() && key.as_chars().size() == 16
                              : key.is_buffer() == (type == kind::text || type == kind::bytes || type == kind::choice);
}

inline value_view table::key_of(std::byte const* row) const noexcept
{
    if (key_at_ != 0)
        return value_view::chars({reinterpret_cast<char const*>(row + key_at_), 16}, kind::uuid);
    return row_view{this, row}.at(model().pk);
}

inline bool table::has_key(std::byte const* row, value_view key) const noexcept
{
    if (key_at_ != 0)
        return equal_uuids(row + key_at_, key.as_chars().data());
    return compare(key_of(row), key) == 0;
}

inline bool table::comes_before(std::byte const* a, std::byte const* b) const noexcept
{
    if (key_at_ == 0)
        return compare(key_of(a), key_of(b)) < 0;
    auto const x = big_endian(a + key_at_), y = big_endian(b + key_at_);
    return x != y ? x < y : big_endian(a + key_at_ + 8) < big_endian(b + key_at_ + 8);
}

inline std::uint64_t table::big_endian(std::byte const* from) noexcept
{
    auto const bytes = load<std::uint64_t>(from);
    return std::endian::native == std::endian::little ? __builtin_bswap64(bytes) : bytes;
}

inline std::uint32_t table::parent_of(std::size_t field, value_view key, ssot::detail::fair_shared_mutex& guard)
{
    if (key.is_null())
        return foreign_key_index::null_parent;
    auto& c = foreign_keys_[by_field_[field].at];
    if (c.last != foreign_key_index::null_parent && c.list->has_key(c.last, key))
        return c.last;
    c.last = c.list->find(key);
    if (c.last == foreign_key_index::no_parent) {
        c.last = foreign_key_index::null_parent; // should it throw
        std::scoped_lock const held(guard);
        c.last = c.list->add(key);
    }
    return c.last;
}

inline void table::count_row(std::byte const* row, std::int32_t by) noexcept
{
    auto const counter_slot = counter_slot_of(row);
    for (auto& c : foreign_keys_)
        c.list->count((*c.list)[load<std::uint32_t>(row + c.at)], counter_slot, by);
    delta_ += by;
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_TABLE_IPP
