// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_OUT_HPP
#define SSOT_DETAIL_JSON_OUT_HPP

// The output of JSON text: a run of free bytes, and a function that provides the next run. Writers keep the position in a
// local variable and call this only when a run is full.

#include <ssot/detail/base/simd.hpp>

#include <cstddef>
#include <cstring>
#include <string_view>

namespace ssot::detail {

class json_out {
public:
    /// The most room that may be requested at once.
    static constexpr std::size_t max_room = 8192;

    json_out()                           = default;
    json_out(json_out const&)            = delete;
    json_out& operator=(json_out const&) = delete;

    /// Where the next byte goes. A writer that keeps the position itself says where others continue.
    char* position() const noexcept { return at_; }
    void  continue_at(char* p) noexcept { at_ = p; }

    /// Returns `p`, or the start of the next run, with room for `n` bytes. Precondition: `n <= max_room`.
    SSOT_DETAIL_INLINE char* room(char* p, std::size_t n)
    {
        if (static_cast<std::size_t>(end_ - p) >= n) [[likely]]
            return p;
        return next_run(p, n);
    }

    /// Copies text of any length.
    SSOT_DETAIL_INLINE char* copy(char* p, std::string_view text)
    {
        if (text.size() > max_room) [[unlikely]]
            return copy_long(p, text);
        p = room(p, text.size());
        std::memcpy(p, text.data(), text.size());
        return p + text.size();
    }

protected:
    ~json_out() = default;

    virtual char* next_run(char* p, std::size_t n)          = 0;
    virtual char* copy_long(char* p, std::string_view text) = 0;

    char* at_  = nullptr;
    char* end_ = nullptr;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_OUT_HPP
