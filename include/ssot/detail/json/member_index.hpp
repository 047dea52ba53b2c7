// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_MEMBER_INDEX_HPP
#define SSOT_DETAIL_JSON_MEMBER_INDEX_HPP

// The members of all objects of a JSON text in the order of their keys, so that a text can be gone through in that order without
// a look at any part of it twice, without a DOM and without nested calls.

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::detail {

/// The text of a string, with its quotes, which is valid.
std::string text_of_json_string(std::string_view quoted);

/// Of two such strings, the one that jsonb sorts in front: the shorter one, or the one with the smaller bytes. Below 0 for the
/// first, 0 for equal texts.
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

    /// Takes n log n for n bytes. Precondition: `json` is valid; it outlives the index.
    explicit json_member_index(std::string_view json);

    /// The object that begins at `at`.
    object at(char const* at) const noexcept;

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
