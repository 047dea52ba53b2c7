// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_RESULT_HPP
#define SSOT_IMPL_RESULT_HPP

#include <ssot/result.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace ssot {

template<class T>
result<T>::result(result const& other)
    requires std::is_copy_constructible_v<T>
    : has_value_(other.has_value_)
{
    take(other);
}
template<class T>
result<T>::result(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>) : has_value_(other.has_value_)
{
    take(std::move(other));
}

template<class T>
result<T>& result<T>::operator=(result const& other)
    requires std::is_copy_constructible_v<T>
{
    if (this != &other)
        *this = result(other);
    return *this;
}
template<class T>
result<T>& result<T>::operator=(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>)
{
    if (this == &other)
        return *this;
    drop();
    if constexpr (std::is_nothrow_move_constructible_v<T>) {
        take(std::move(other));
        has_value_ = other.has_value_; // NOLINT(bugprone-use-after-move): only what it holds is moved
    } else {
        has_value_ = other.has_value_;
        try {
            take(std::move(other));
        } catch (...) {
            std::construct_at(std::addressof(error_));
            has_value_ = false;
            throw;
        }
    }
    return *this;
}

template<class T>
T& result<T>::value() &
{
    check();
    return value_;
}
template<class T>
T const& result<T>::value() const&
{
    check();
    return value_;
}
template<class T>
T result<T>::value() &&
{
    check();
    return std::move(value_);
}

template<class T>
template<class R>
void result<T>::take(R&& other)
{
    if (other.has_value_)
        std::construct_at(std::addressof(value_), std::forward<R>(other).value_);
    else
        std::construct_at(std::addressof(error_), std::forward<R>(other).error_);
}

template<class T>
void result<T>::check() const
{
    if (!has_value_)
        detail::throw_error(error_);
}

template<class T>
void result<T>::drop() noexcept
{
    if (has_value_)
        std::destroy_at(std::addressof(value_));
    else
        std::destroy_at(std::addressof(error_));
}

inline void result<void>::value() const
{
    if (!has_value_)
        detail::throw_error(error_);
}

} // namespace ssot

#endif // SSOT_IMPL_RESULT_HPP
