// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_BUFFER_IPP
#define SSOT_IMPL_JSON_BUFFER_IPP

#include <ssot/json/buffer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

namespace ssot {

SSOT_DECL void json_buffer::reserve(std::size_t capacity)
{
    if (capacity > capacity_)
        move_to(std::max(capacity, 2 * capacity_));
}

SSOT_DECL void json_buffer::append(std::string_view text)
{
    char* const at = prepare(text.size());
    if (!text.empty())
        std::memcpy(at, text.data(), text.size());
    commit(text.size());
}

SSOT_DECL void json_buffer::grow(std::size_t n)
{
    constexpr std::size_t slack = 256;
    if (n > static_cast<std::size_t>(-1) / 2 - slack) // no memory has as much; a sum would begin again at 0
        throw std::bad_alloc();
    move_to(std::max(capacity_ * 2, size_ + n + slack));
}

SSOT_DECL void json_buffer::move_to(std::size_t capacity)
{
    std::unique_ptr<char[]> bytes(new char[capacity]);
    if (size_ != 0)
        std::memcpy(bytes.get(), bytes_.get(), size_);
    bytes_    = std::move(bytes);
    capacity_ = capacity;
}

} // namespace ssot

#endif // SSOT_IMPL_JSON_BUFFER_IPP
