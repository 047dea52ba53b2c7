// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_SESSION_REF_HPP
#define SSOT_STORAGE_SESSION_REF_HPP

// The virtual interface through which a store uses a session of any backend. A statement costs one virtual call, and so does
// each row: the row is decoded inside that call, where the type of the backend's cursor is known. Authors of backends need
// none of it; the interface that they implement is in <ssot/storage/concept.hpp>.

#include <ssot/storage/concept.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace ssot::storage {

/// An object whose fields receive a row. Only the accessors know its type.
struct row_target {
    void*                     object = nullptr;
    std::span<accessor const> accessors{};
    std::uint64_t             fields         = ~std::uint64_t{0}; ///< bit i is set: field i is written
    std::uint16_t             revision_field = no_field;

    std::int64_t revision = 0; ///< out: the revision of the row; 0 if the model has none
    result<void> read{};       ///< out: the error of the first field that could not be written

    /// Writes the fields of `row`, which has a member `at(i)`, into the object. Stops at the first error and stores it in
    /// `read`; fields before it have been written.
    template<class Row>
    void take(Row const& row)
    {
        read = {};
        for (std::size_t i = 0; i != accessors.size(); ++i)
            if ((fields >> i & 1) != 0)
                if (auto set = accessors[i].set(object, row.at(i)); !set) [[unlikely]] {
                    read = std::move(set);
                    return;
                }
        revision = revision_field == no_field ? 0 : row.at(revision_field).as_int();
    }
};

/// The rows of a scan by any backend. A whole row is passed on in one virtual call, so its fields cost none. A cursor that
/// was moved from returns `misuse`.
class any_cursor {
public:
    /// Holds the cursor `rows`, whose rows have `width` columns. Only the columns whose bit is set in `fields` are read, and
    /// every column from index 64 on; all others read as null.
    template<class Cursor>
        requires(!std::same_as<Cursor, any_cursor>) && row_cursor<Cursor>
    any_cursor(Cursor rows, std::size_t width, std::uint64_t fields = ~std::uint64_t{0})
        : held_(std::make_unique<holder<Cursor>>(std::move(rows), width, fields))
    {
    }

    /// Moves to the next row. Returns false if there is none.
    result<bool> next();
    /// Returns column `i` of the row that `next` moved to, or that `next_into` could not write. The view is valid until the
    /// next call of `next` or `next_into`. The first column that is asked for is read alone, since a filter or an ordering may
    /// need no more; with the second, all are copied at once.
    value_view at(std::size_t i) const { return held_->copied ? held_->values[i] : held_->first_at(i); }

    /// Moves to the next row and writes it into an object. Returns false if there is none. `to.read` tells whether the
    /// object could be written.
    result<bool> next_into(row_target& to);

private:
    struct interface {
        interface(std::size_t n, std::uint64_t wanted_fields) noexcept : width(n), fields(wanted_fields) {}
        virtual ~interface()                           = default;
        virtual result<bool> next()                    = 0;
        virtual result<bool> next_into(row_target& to) = 0;
        virtual value_view   first_at(std::size_t i)   = 0; ///< of a row that was not copied

        bool wants(std::size_t i) const noexcept { return i >= 64 || (fields >> i & 1) != 0; }

        std::size_t             width;
        std::uint64_t           fields;
        bool                    copied = false;
        std::vector<value_view> values{}; ///< the current row, if it was copied
    };
    template<class Cursor>
    struct holder final : interface {
        holder(Cursor rows, std::size_t n, std::uint64_t wanted_fields) : interface(n, wanted_fields), it(std::move(rows)) {}
        result<bool> next() override
        {
            this->copied = false;
            first        = none;
            auto more    = it.next();
            if (more && *more && this->width <= few)
                copy();
            return more;
        }
        result<bool> next_into(row_target& to) override
        {
            auto more = next();
            if (more && *more)
                to.take(std::as_const(it));
            return more;
        }
        value_view first_at(std::size_t i) override
        {
            if (first == none || first == i) {
                first = i;
                return this->wants(i) ? std::as_const(it).at(i) : value_view();
            }
            copy();
            return this->values[i];
        }
        void copy()
        {
            auto const  n   = this->width;
            auto const& row = std::as_const(it);
            if (this->values.size() != n)
                this->values.resize(n);
            auto* const out = this->values.data();
            if (this->fields == ~std::uint64_t{0}) {
                for (std::size_t i = 0; i != n; ++i)
                    out[i] = row.at(i);
            } else {
                for (std::size_t i = 0; i != n; ++i)
                    if (this->wants(i))
                        out[i] = row.at(i);
            }
            this->copied = true;
        }

        static constexpr std::size_t none = static_cast<std::size_t>(-1);
        static constexpr std::size_t few  = 4; ///< columns that are copied with no question, as those of a group

        Cursor      it;
        std::size_t first = none; ///< the column that was asked for alone
    };

    std::unique_ptr<interface> held_;
};

/// The members of a session, including the optional ones, as virtual functions. An optional member that the held session
/// lacks returns `unsupported`.
class session_ref {
public:
    virtual ~session_ref() = default;

    virtual result<std::size_t> insert(record_batch rows)                               = 0;
    virtual result<any_cursor>  scan(query const& q)                                    = 0;
    virtual result<std::size_t> update(query const& q, std::span<assignment const> set) = 0;
    virtual result<std::size_t> erase(query const& q)                                   = 0;
    virtual result<void>        begin(tx_options options)                               = 0;
    virtual result<void>        commit()                                                = 0;
    virtual void                rollback() noexcept                                     = 0;

    virtual result<any_cursor>  aggregate(aggregate_query const& q) = 0;
    virtual result<void>        savepoint(unsigned depth)           = 0;
    virtual result<void>        rollback_to(unsigned depth)         = 0;
    virtual result<void>        release(unsigned depth)             = 0;
    virtual result<std::size_t> insert_if_absent(record_batch rows) = 0;
    virtual void                cancel() noexcept                   = 0;

    virtual result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode) = 0;

    virtual result<std::size_t> insert_making_keys(record_batch rows, std::span<std::int64_t> keys) = 0;

protected:
    session_ref()                              = default;
    session_ref(session_ref const&)            = delete;
    session_ref& operator=(session_ref const&) = delete;
};

namespace detail {

/// Returns the `unsupported` error of a session that lacks an optional member.
error no_such_member(char const* member);

/// Implements `session_ref` with a session of a backend.
template<class Session>
class held_session final : public session_ref {
public:
    explicit held_session(Session s) : it_(std::move(s)) {}

    result<std::size_t> insert(record_batch rows) override { return it_.insert(rows); }
    result<any_cursor>  scan(query const& q) override { return erased(it_.scan(q), width_of(q), columns_of(q)); }
    result<std::size_t> update(query const& q, std::span<assignment const> set) override { return it_.update(q, set); }
    result<std::size_t> erase(query const& q) override { return it_.erase(q); }
    result<void>        begin(tx_options options) override { return it_.begin(options); }
    result<void>        commit() override { return it_.commit(); }
    void                rollback() noexcept override { it_.rollback(); }

    result<any_cursor> aggregate([[maybe_unused]] aggregate_query const& q) override
    {
        if constexpr (aggregating<Session>)
            return erased(it_.aggregate(q), q.group_by.size() + q.measures.size(), ~std::uint64_t{0});
        else
            return no_such_member("aggregate");
    }
    result<void> savepoint([[maybe_unused]] unsigned depth) override
    {
        if constexpr (with_savepoints<Session>)
            return it_.savepoint(depth);
        else
            return no_such_member("savepoint");
    }
    result<void> rollback_to([[maybe_unused]] unsigned depth) override
    {
        if constexpr (with_savepoints<Session>)
            return it_.rollback_to(depth);
        else
            return no_such_member("rollback_to");
    }
    result<void> release([[maybe_unused]] unsigned depth) override
    {
        if constexpr (with_savepoints<Session>)
            return it_.release(depth);
        else
            return no_such_member("release");
    }
    result<std::size_t> insert_if_absent([[maybe_unused]] record_batch rows) override
    {
        if constexpr (inserting_if_absent<Session>)
            return it_.insert_if_absent(rows);
        else
            return no_such_member("insert_if_absent");
    }
    result<std::size_t> insert_making_keys([[maybe_unused]] record_batch            rows,
                                           [[maybe_unused]] std::span<std::int64_t> keys) override
    {
        if constexpr (making_keys<Session>)
            return it_.insert_making_keys(rows, keys);
        else
            return no_such_member("insert_making_keys");
    }
    result<std::uint32_t> prepare_schema([[maybe_unused]] schema_view schema, [[maybe_unused]] schema_mode mode) override
    {
        if constexpr (preparing_schema<Session>)
            return it_.prepare_schema(schema, mode);
        else
            return no_such_member("prepare_schema");
    }
    void cancel() noexcept override
    {
        if constexpr (cancelable<Session>)
            it_.cancel();
    }

private:
    // The columns of a scan: the fields, then the counts of children.
    static std::size_t width_of(query const& q) noexcept
    {
        return q.model->fields.size() + (q.counts == 0 ? 0 : q.children.size());
    }
    static std::uint64_t columns_of(query const& q) noexcept
    {
        auto const n = q.model->fields.size();
        if (q.counts == 0 || n >= 64)
            return q.fields;
        return (q.fields & ((std::uint64_t{1} << n) - 1)) | q.counts << n;
    }

    template<class Cursor>
    static result<any_cursor> erased(result<Cursor> rows, std::size_t width, std::uint64_t fields)
    {
        if (!rows)
            return std::move(rows).error();
        if constexpr (std::same_as<Cursor, any_cursor>)
            return rows;
        else
            return any_cursor(std::move(*rows), width, fields);
    }

    Session it_;
};

} // namespace detail

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/session_ref.ipp>
#endif

#endif // SSOT_STORAGE_SESSION_REF_HPP
