// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_DIAGNOSE_HPP
#define SSOT_STORAGE_DIAGNOSE_HPP

// Reports everything that a class lacks to be a backend in one compilation, each as the declaration to add.
//
//   static_assert(ssot::storage::diagnose_backend<my_backend>());
//
// If a reported declaration exists, its return type, its parameters, `const` or `noexcept` differ.

#include <ssot/storage/concept.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace ssot::storage {

namespace detail {

/// Stands for a type that cannot be determined.
struct unknown_type {};

/// The session type of `B`: its `session_type`, or else what `open` returns.
template<class B>
struct session_of {
    using type = unknown_type;
};
template<class B>
    requires requires { typename B::session_type; }
struct session_of<B> {
    using type = typename B::session_type;
};
template<class B>
    requires(
        !requires { typename B::session_type; } && requires(B& b) { typename decltype(b.open())::value_type; })
struct session_of<B> {
    using type = typename decltype(std::declval<B&>().open())::value_type;
};

/// The cursor type of `S`: its `cursor_type`, or else what `scan` returns.
template<class S>
struct cursor_of {
    using type = unknown_type;
};
template<class S>
    requires requires { typename S::cursor_type; }
struct cursor_of<S> {
    using type = typename S::cursor_type;
};
template<class S>
    requires(
        !requires { typename S::cursor_type; } &&
        requires(S& s, query const& q) { typename decltype(s.scan(q))::value_type; })
struct cursor_of<S> {
    using type = typename decltype(std::declval<S&>().scan(std::declval<query const&>()))::value_type;
};

template<class C>
constexpr void diagnose_cursor()
{
    if constexpr (!std::same_as<C, unknown_type>) {
        static_assert(std::movable<C>, "ssot: the cursor must be movable: cursor(cursor&&); cursor& operator=(cursor&&);");
        static_assert(
            requires(C& c) {
                { c.next() } -> std::same_as<result<bool>>;
            }, "ssot: add to the cursor: ssot::result<bool> next();");
        static_assert(
            requires(C const& c, std::size_t i) {
                { c.at(i) } -> std::same_as<value_view>;
            }, "ssot: add to the cursor: ssot::storage::value_view at(std::size_t field) const;");
    }
}

template<class S>
constexpr void diagnose_session()
{
    if constexpr (!std::same_as<S, unknown_type>) {
        using C = typename cursor_of<S>::type;
        static_assert(std::movable<S>,
                      "ssot: the session must be movable: session(session&&); session& operator=(session&&);");
        static_assert(
            requires { typename S::cursor_type; },
            "ssot: add to the session: using cursor_type = /* the class of its cursors */;");
        static_assert(
            requires(S& s, record_batch rows) {
                { s.insert(rows) } -> std::same_as<result<std::size_t>>;
            }, "ssot: add to the session: ssot::result<std::size_t> insert(ssot::storage::record_batch rows);");
        static_assert(
            requires(S& s, query const& q) {
                { s.scan(q) } -> std::same_as<result<C>>;
            }, "ssot: add to the session: ssot::result<cursor_type> scan(ssot::storage::query const& q);");
        static_assert(
            requires(S& s, query const& q, std::span<assignment const> set) {
                { s.update(q, set) } -> std::same_as<result<std::size_t>>;
            },
            "ssot: add to the session: ssot::result<std::size_t> update(ssot::storage::query const& q, "
            "std::span<ssot::storage::assignment const> set);");
        static_assert(
            requires(S& s, query const& q) {
                { s.erase(q) } -> std::same_as<result<std::size_t>>;
            }, "ssot: add to the session: ssot::result<std::size_t> erase(ssot::storage::query const& q);");
        static_assert(
            requires(S& s, tx_options tx) {
                { s.begin(tx) } -> std::same_as<result<void>>;
            }, "ssot: add to the session: ssot::result<void> begin(ssot::storage::tx_options options);");
        static_assert(
            requires(S& s) {
                { s.commit() } -> std::same_as<result<void>>;
            }, "ssot: add to the session: ssot::result<void> commit();");
        static_assert(
            requires(S& s) {
                { s.rollback() } noexcept;
            }, "ssot: add to the session: void rollback() noexcept;");
        diagnose_cursor<C>();
    }
}

} // namespace detail

/// Returns true for a backend. For any other class it does not compile, and the errors name every missing declaration.
template<class B>
constexpr bool diagnose_backend()
{
    using S = typename detail::session_of<B>::type;
    static_assert(
        requires { typename B::session_type; },
        "ssot: add to the backend: using session_type = /* the class of its sessions */;");
    static_assert(
        requires(B const& b) {
            { b.caps() } noexcept -> std::same_as<capabilities>;
        }, "ssot: add to the backend: ssot::storage::capabilities caps() const noexcept;");
    static_assert(
        requires(B& b, schema_view schema, schema_mode mode) {
            { b.prepare_schema(schema, mode) } -> std::same_as<result<std::uint32_t>>;
        },
        "ssot: add to the backend: ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, "
        "ssot::storage::schema_mode mode);");
    static_assert(
        requires(B& b) {
            { b.open() } -> std::same_as<result<S>>;
        }, "ssot: add to the backend: ssot::result<session_type> open();");
    detail::diagnose_session<S>();
    return storage_backend<B>;
}

} // namespace ssot::storage

#endif // SSOT_STORAGE_DIAGNOSE_HPP
