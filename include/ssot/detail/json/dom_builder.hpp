// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_DOM_BUILDER_HPP
#define SSOT_DETAIL_JSON_DOM_BUILDER_HPP

// Parses JSON text into a boost::json::value through Boost.JSON's value stack, which allocates each array and object once.
// It does not say what is wrong with a text: the caller then reads it again with json_text_source.

#include <ssot/detail/base/config.hpp>

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>

#include <cstddef>
#include <string>

namespace ssot::detail {

class json_dom_builder {
public:
    json_dom_builder() noexcept;
    ~json_dom_builder();
    json_dom_builder(json_dom_builder const&)            = delete;
    json_dom_builder& operator=(json_dom_builder const&) = delete;

    /// Reads the value at `at` into `out`. Returns the position after it, or null if it is not valid or nested deeper than
    /// `depth`. If a key occurs twice, its last value is kept.
    char const* build(char const* at, char const* end, std::size_t depth, boost::json::value& out,
                      boost::json::storage_ptr const& memory);

    /// Returns whether there was a line break between two tokens of the last value.
    bool saw_line_break() const noexcept { return line_break_; }

private:
    alignas(boost::json::value) unsigned char first_[1024];
    boost::json::value_stack stack_;
    bool                     line_break_ = false;
    std::string              unescaped_{};
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/dom_builder.ipp>
#endif

#endif // SSOT_DETAIL_JSON_DOM_BUILDER_HPP
