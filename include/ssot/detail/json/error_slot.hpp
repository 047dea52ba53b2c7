// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_ERROR_SLOT_HPP
#define SSOT_DETAIL_JSON_ERROR_SLOT_HPP

// The one error of a reader or writer. Functions return false once it is set; callers add their key on the way out, so
// that the path costs nothing until something fails.

#include <ssot/error.hpp>

#include <ssot/detail/base/simd.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace ssot::detail {

/// Of a text longer than a limit, which is refused unread.
SSOT_DETAIL_RARE error over_size(std::size_t most);

class json_failure {
public:
    /// Sets the error; always false, so that it can be returned.
    SSOT_DETAIL_RARE bool fail(errc code, std::string_view text);
    bool                  fail(error e);

    bool failed() const noexcept { return failed_; }

    /// Puts a key, or an index, in front of the path of the error. Always false.
    SSOT_DETAIL_RARE bool inside(std::string_view key);
    SSOT_DETAIL_RARE bool inside(std::size_t index);

    error take_error() { return std::move(error_); }

protected:
    error error_{};
    bool  failed_ = false;
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/error_slot.ipp>
#endif

#endif // SSOT_DETAIL_JSON_ERROR_SLOT_HPP
