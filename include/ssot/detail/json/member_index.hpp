// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_MEMBER_INDEX_HPP
#define SSOT_DETAIL_JSON_MEMBER_INDEX_HPP

// An index of the members of all objects of a JSON text, sorted by key. With it a text can be read in the order of its keys
// without reading any part twice, without a DOM and without recursion.

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::detail {

/// Returns the text of a JSON string. Precondition: `quoted` is valid and includes the quotes.
std::string text_of_json_string(std::string_view quoted);

/// Compares two JSON strings in the order of PostgreSQL's jsonb: the shorter one first, then by bytes. Returns a number below,
/// equal to or above 0.
int compare_json_keys(std::string_view a, std::string_view b);

class json_member_index {
public:
    struct member {
        std::string_view key;   ///< with its quotes
        char const*      value; ///< where it begins
    };

    struct object {
        char const*             begin;
        char const*             end;
        std::span<member const> members; ///< each key once, with its last value
    };

    /// Takes time O(n log n) for n bytes. Precondition: `json` is valid. It must outlive the index.
    explicit json_member_index(std::string_view json);

    /// Returns the object that begins at `begin`.
    object object_at(char const* begin) const noexcept;

private:
    struct place {
        char const* begin;
        char const* end   = nullptr;
        std::size_t first = 0;
        std::size_t count = 0;
    };

    void close(place& closed, std::vector<member>& open, std::size_t first);

    std::vector<member> members_{};
    std::vector<place>  objects_{}; ///< by where they begin
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/member_index.ipp>
#endif

#endif // SSOT_DETAIL_JSON_MEMBER_INDEX_HPP
