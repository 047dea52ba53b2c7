// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORED_HPP
#define SSOT_STORED_HPP

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

/// A row as it was read: the model and its revision.
template<model M>
class stored : public M {
public:
    using stored_model = M;

    explicit stored(M m, std::int64_t revision = 0) : M(std::move(m)), ssot_revision_(revision) {}

    M const& operator*() const noexcept { return *this; }
    M&       operator*() noexcept { return *this; }
    M const* operator->() const noexcept { return this; }
    M*       operator->() noexcept { return this; }

    /// Moves on with every change of the row; 0 for models that never change.
    friend std::int64_t revision_of(stored const& s) noexcept { return s.ssot_revision_; }

private:
    template<class Backend>
    friend class store;

    std::int64_t ssot_revision_;
};

/// A row of which some fields were left out. Those hold their initial values, and an update does not write them.
template<model M>
class partial : public M {
public:
    partial(M m, std::uint64_t loaded, std::int64_t revision = 0)
        : M(std::move(m)), ssot_loaded_(loaded), ssot_revision_(revision)
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

    friend std::int64_t  revision_of(partial const& p) noexcept { return p.ssot_revision_; }
    friend std::uint64_t loaded_fields_of(partial const& p) noexcept { return p.ssot_loaded_; }

private:
    template<class Backend>
    friend class store;

    std::uint64_t ssot_loaded_;
    std::int64_t  ssot_revision_;
};

} // namespace ssot

#endif // SSOT_STORED_HPP
