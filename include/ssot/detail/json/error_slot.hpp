// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_ERROR_SLOT_HPP
#define SSOT_DETAIL_JSON_ERROR_SLOT_HPP

// The single error of a reader or writer. A function sets it and returns false; its callers add their keys to the path on
// the way out, so that the path costs nothing until something fails.

#include <ssot/error.hpp>

#include <ssot/detail/base/simd.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace ssot::detail {

/// Returns the error for a text that is longer than a limit and so is not read.
SSOT_DETAIL_RARE error over_size(std::size_t most);

class error_slot {
public:
    /// Sets the error. Always returns false, so that a caller can return the result.
    SSOT_DETAIL_RARE bool fail(errc code, std::string_view text);
    bool                  fail(error e);

    bool failed() const noexcept { return failed_; }

    /// Prepends a key or an index to the path of the error. Always returns false.
    SSOT_DETAIL_RARE bool prepend_path(std::string_view key);
    SSOT_DETAIL_RARE bool prepend_path(std::size_t index);

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
