// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_WRITER_IPP
#define SSOT_IMPL_DETAIL_MEMORY_WRITER_IPP

#include <ssot/detail/base/fair_shared_mutex.hpp>
#include <ssot/detail/memory/database.hpp>
#include <ssot/detail/memory/writer.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <mutex>
#include <string>
#include <utility>

namespace ssot::storage::detail::memory {

/// Rows that are written and not found yet. Those that are not linked are discarded.
class writer::staged_rows {
public:
    explicit staged_rows(table& t) noexcept : table_(t) {}
    staged_rows(staged_rows const&)            = delete;
    staged_rows& operator=(staged_rows const&) = delete;
    ~staged_rows()
    {
        for (auto i = linked_; i != size_; ++i)
            table_.discard(rows_[i].ref);
    }

    result<void> add(row_values& from, layout::field_set unchecked_fields, ordinal number,
                     ssot::detail::fair_shared_mutex& guard)
    {
        auto row = table_.stage(from, unchecked_fields, number, guard);
        if (!row)
            return std::move(row).error();
        rows_[size_++] = *row;
        return {};
    }

    bool               empty() const noexcept { return linked_ == size_; }
    table::staged_row& front() noexcept { return rows_[linked_]; }
    void               pop() noexcept { ++linked_; }
    std::size_t        linked() const noexcept { return linked_; }

private:
    table&                               table_;
    std::array<table::staged_row, group> rows_;
    std::size_t                          size_   = 0;
    std::size_t                          linked_ = 0;
};

inline writer::writer(std::shared_ptr<database> shared, snapshot seen, std::size_t position, ordinal number)
    : shared_(std::move(shared)), snapshot_(std::move(seen)), table_(*snapshot_.tables->tables[position]),
      position_(position), number_(number)
{
}

inline result<std::size_t> writer::insert(record_batch const& rows, bool skip_taken)
{
    layout::field_set unchecked_fields = 0;
    for (auto const& replaced : rows.replaced)
        unchecked_fields |= layout::bit_of(replaced.field);
    std::size_t added = 0;
    for (std::size_t first = 0; first < rows.size(); first += group) {
        auto const  count = std::min(group, rows.size() - first);
        staged_rows staged(table_);
        for (std::size_t i = first; i != first + count; ++i) {
            read_row(rows, i);
            if (auto done = staged.add(values_, unchecked_fields, number_, shared_->guard()); !done)
                return std::move(done).error().prepend_path('[' + std::to_string(i) + ']');
        }
        auto linked = link(staged, rows.size() - first, skip_taken);
        if (!linked)
            return std::move(linked).error().prepend_path('[' + std::to_string(first + staged.linked()) + ']');
        added += *linked;
    }
    return added;
}

inline result<std::size_t> writer::update(query const& q, std::span<assignment const> set)
{
    layout::field_set unchecked_fields = 0;
    for (auto const& a : set) {
        if (a.field >= q.model->fields.size())
            return error(errc::misuse, "an assignment to a field that is not there");
        unchecked_fields |= layout::bit_of(a.field);
    }
    auto const found = find(q);
    for (std::size_t first = 0; first < found.size(); first += group) {
        auto const  count = std::min(group, found.size() - first);
        staged_rows staged(table_);
        for (auto const ref : std::span(found).subspan(first, count)) {
            row_view const old{&table_, table_.row(ref)};
            for (std::size_t f = 0; f != q.model->fields.size(); ++f)
                values_[f] = old.at(f);
            for (auto const& a : set)
                values_[a.field] = a.to;
            if (auto done = staged.add(values_, unchecked_fields, number_, shared_->guard()); !done)
                return done.error();
            end(ref);
        }
        if (auto linked = link(staged, count, false); !linked)
            return linked;
    }
    return found.size();
}

inline result<std::size_t> writer::erase(query const& q)
{
    auto const found = find(q);
    for (auto const ref : found)
        end(ref);
    return found.size();
}

inline void writer::read_row(record_batch const& rows, std::size_t i)
{
    auto const* const object = rows.base + i * rows.stride;
    if (rows.read)
        rows.read(object, values_.data());
    else
        for (std::size_t f = 0; f != rows.accessors.size(); ++f)
            values_[f] = rows.accessors[f].get(object);
    for (auto const& [field, values] : rows.replaced)
        values_[field] = values[i];
}

inline result<std::size_t> writer::link(staged_rows& staged, std::size_t coming, bool skip_taken)
{
    std::size_t            linked = 0;
    std::scoped_lock const held(shared_->guard());
    if (!table_.has_room(group))
        table_.reserve(coming);
    for (; !staged.empty(); staged.pop()) {
        shared_->reserve_log();
        auto const row = staged.front();
        if (table_.link(row)) {
            shared_->log_link(position_, table_, row.ref);
            ++linked;
        } else if (skip_taken) {
            table_.discard(row.ref);
        } else {
            auto const& model = table_.model();
            return error(errc::already_exists, std::string(model.label) + " with this key already exists")
                .with_path(std::string(model.fields[model.pk].name));
        }
    }
    return linked;
}

inline void writer::end(row_ref ref)
{
    shared_->reserve_log();
    table_.end(ref, number_);
    shared_->log_end(position_, ref);
}

inline std::vector<row_ref> writer::find(query const& q)
{
    table_scan           rows(q, snapshot_, table_, shared_);
    std::vector<row_ref> out;
    rows.read(out, std::numeric_limits<std::size_t>::max());
    return out;
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_WRITER_IPP
