// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_STORED_HPP
#define SSOT_STORE_STORED_HPP

// Models as they come out of a store: with the revision that an update checks, whole or in part.
//
//   ssot::stored<ssot::sync> run = store.get<ssot::sync>(id).value();
//   run.summary = boost::json::value{{"create", 3}};          // a stored<M> is an M
//   store.update(run).value();                                // errc::conflict when somebody else was faster

#include <ssot/error.hpp>
#include <ssot/reflect.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace ssot {

template<model M>
class stored;
template<model M>
class partial;

namespace detail {
struct row_access;
}

/// The revision of a row that was read. Moves on with every change of the row; 0 for models that never change.
template<model M>
std::int64_t revision_of(stored<M> const& row) noexcept;
template<model M>
std::int64_t revision_of(partial<M> const& row) noexcept;

/// The fields that were read, one bit for each.
template<model M>
std::uint64_t loaded_fields_of(partial<M> const& row) noexcept;

/// A row as it was read: the model, its revision, and the key that it had. A store takes it for that row alone: with another
/// key in the model, it answers `errc::misuse`.
template<model M>
class stored : public M {
public:
    using stored_model = M;

    explicit stored(M m, std::int64_t revision = 0) : M(std::move(m)), ssot_key_(key_of<M>(*this)), ssot_revision_(revision)
    {
    }

    M const& operator*() const noexcept { return *this; }
    M&       operator*() noexcept { return *this; }
    M const* operator->() const noexcept { return this; }
    M*       operator->() noexcept { return this; }

    /// Takes over every field of `m` but the key and the times that an insert sets (`auto_now_add`): the row stays that row.
    void replace(M m)
    {
        [&]<auto... Members>(detail::member_list<Members...>) { (keep_in<Members>(m), ...); }(detail::members_of<M>{});
        static_cast<M&>(*this) = std::move(m);
    }

private:
    friend struct detail::row_access;

    template<auto Member>
    void keep_in(M& m)
    {
        if constexpr (field_index<Member> == 0 || field_info_of<Member>.options.auto_now_add)
            m.*Member = std::move(this->*Member);
    }

    key_t<M>     ssot_key_;
    std::int64_t ssot_revision_;
};

/// A row of which some fields were left out. Those hold their initial values, and an update does not write them. Like a
/// `stored` row, it stays that of the key that it was read with.
template<model M>
class partial : public M {
public:
    partial(M m, std::uint64_t loaded, std::int64_t revision = 0)
        : M(std::move(m)), ssot_key_(key_of<M>(*this)), ssot_loaded_(loaded), ssot_revision_(revision)
    {
    }

    /// Whether the field was read.
    template<auto Member>
    bool is_loaded() const noexcept
    {
        return (ssot_loaded_ >> field_index<Member> & 1) != 0;
    }

    /// The field. Errors: `errc::misuse` when it was not read.
    template<auto Member>
    result<detail::type_of<Member>> get() const
    {
        if (!is_loaded<Member>())
            return error(errc::misuse, "the query deferred this field").with_path(std::string(field_info_of<Member>.name));
        return static_cast<M const&>(*this).*Member;
    }

private:
    friend struct detail::row_access;

    key_t<M>      ssot_key_;
    std::uint64_t ssot_loaded_;
    std::int64_t  ssot_revision_;
};

namespace detail {

/// What a store knows of a row beside its model.
struct row_access {
    template<class Row>
    static auto const& key(Row const& row) noexcept
    {
        return row.ssot_key_;
    }
    template<class Row>
    static auto& revision(Row& row) noexcept
    {
        return row.ssot_revision_;
    }
    template<class Row>
    static std::uint64_t loaded(Row const& row) noexcept
    {
        return row.ssot_loaded_;
    }
    /// The model's fields were read into a blank row.
    template<template<class> class Row, class M>
    static void was_read(Row<M>& row, std::int64_t revision)
    {
        row.ssot_key_      = key_of(static_cast<M const&>(row));
        row.ssot_revision_ = revision;
    }
};

} // namespace detail

template<model M>
std::int64_t revision_of(stored<M> const& row) noexcept
{
    return detail::row_access::revision(row);
}
template<model M>
std::int64_t revision_of(partial<M> const& row) noexcept
{
    return detail::row_access::revision(row);
}
template<model M>
std::uint64_t loaded_fields_of(partial<M> const& row) noexcept
{
    return detail::row_access::loaded(row);
}

} // namespace ssot

#endif // SSOT_STORE_STORED_HPP
