// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_STORED_HPP
#define SSOT_STORE_STORED_HPP

// Rows that were read from a store: a model, whole or in part, with the revision that an update compares.
//
//   ssot::stored<ssot::sync> run = store.get<ssot::sync>(id).value();
//   run.summary = boost::json::value{{"create", 3}};          // a stored<M> is an M
//   store.update(run).value();                                // errc::conflict if it changed meanwhile

#include <ssot/error.hpp>
#include <ssot/reflect.hpp>

#include <concepts>
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

/// Returns the revision of a row that was read. Every change of the row increases it; 0 for an append-only model.
template<model M>
std::int64_t revision_of(stored<M> const& row) noexcept;
template<model M>
std::int64_t revision_of(partial<M> const& row) noexcept;

/// Returns the fields that were read: bit i is set for field i.
template<model M>
std::uint64_t loaded_fields_of(partial<M> const& row) noexcept;

/// A row that was read: the model, its revision, and the key that it was read with. It can only be written back to the row
/// with that key: if the key of the model is changed, the store returns `misuse`. A regular value; it does not refer to the
/// store.
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

    /// Assigns every field of `m` except the key and the times that an insert sets (`auto_now_add`). The row keeps its
    /// revision.
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

/// `stored<M>` of some model `M`.
template<class T>
concept stored_row = requires { typename T::stored_model; } && std::same_as<T, stored<typename T::stored_model>>;

/// A row that was read without some of its fields. Those hold their initial values, and an update does not write them. As
/// with `stored`, it can only be written back to the row with the key that it was read with.
template<model M>
class partial : public M {
public:
    partial(M m, std::uint64_t loaded, std::int64_t revision = 0)
        : M(std::move(m)), ssot_key_(key_of<M>(*this)), ssot_loaded_(loaded), ssot_revision_(revision)
    {
    }

    /// Returns whether the field was read.
    template<auto Member>
    bool is_loaded() const noexcept
    {
        return (ssot_loaded_ >> field_index<Member> & 1) != 0;
    }

    /// Returns a copy of the field. Errors: `misuse` if it was not read.
    template<auto Member>
    result<member_type<Member>> get() const
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

/// Gives the store access to what a row holds beside its model.
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
    /// To be called after the fields of the model were read into a blank row.
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
