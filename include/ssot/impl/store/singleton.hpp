// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_SINGLETON_HPP
#define SSOT_IMPL_STORE_SINGLETON_HPP

// Models with one row.

#include <ssot/store.hpp>

#include <string>
#include <type_traits>
#include <utility>

namespace ssot {

namespace detail {

/// The key that every program gives to the row of a singleton, so that two programs which insert it at the same time make
/// one row.
template<class Key>
constexpr Key singleton_key() noexcept
{
    if constexpr (std::is_same_v<Key, uuid>)
        return {{0x73, 0x73, 0x6f, 0x74, 0, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, 0x01}};
    else
        return 1;
}

} // namespace detail

inline namespace SSOT_MODE {

template<model M>
result<stored<M>> store::load()
{
    static_assert(model_info_of<M>().singleton,
                  "ssot::store::load: the model says `static constexpr bool singleton = true`");
    using key_member = detail::first_member<detail::members_of<M>>;
    auto const first = from<M>().order_by(asc<key_member::value>).limit(1);
    auto       found = select(first);
    if (found && found->empty()) {
        M made                  = make_blank<M>();
        made.*key_member::value = detail::singleton_key<key_t<M>>();
        if (auto inserted = insert_if_absent(std::as_const(made)); !inserted)
            return std::move(inserted).error();
        found = select(first);
    }
    if (!found)
        return std::move(found).error();
    if (found->empty()) // erased in between
        return error(
            errc::serialization, "the row of " + std::string(model_info_of<M>().label) + " went away", retry::transaction);
    return std::move(found->front());
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_SINGLETON_HPP
