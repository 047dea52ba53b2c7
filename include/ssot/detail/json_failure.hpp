// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_FAILURE_HPP
#define SSOT_DETAIL_JSON_FAILURE_HPP

// The one error of a reader or writer. Functions return false once it is set; callers add their key on the way out, so
// that the path costs nothing until something fails.

#include <ssot/error.hpp>

#include <ssot/detail/simd.hpp>
#include <ssot/detail/words.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

/// Of a text longer than a limit, which is refused unread.
SSOT_DETAIL_COLD inline error over_size(std::size_t most)
{
    return error(errc::too_large, over_size_words(most)).with_position(0, 1, 1);
}

class json_failure {
public:
    /// Sets the error; always false, so that it can be returned.
    SSOT_DETAIL_COLD bool fail(errc code, std::string_view text) { return fail(error(code, std::string(text))); }

    bool fail(error e)
    {
        error_  = std::move(e);
        failed_ = true;
        return false;
    }

    bool failed() const noexcept { return failed_; }

    /// Puts a key, or an index, in front of the path of the error. Always false.
    SSOT_DETAIL_COLD bool inside(std::string_view key)
    {
        error_ = std::move(error_).inside(key);
        return false;
    }
    SSOT_DETAIL_COLD bool inside(std::size_t index) { return inside(joined({"[", std::to_string(index), "]"})); }

    error take_error() { return std::move(error_); }

protected:
    error error_{};
    bool  failed_ = false;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_FAILURE_HPP
