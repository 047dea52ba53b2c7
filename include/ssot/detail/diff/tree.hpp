// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_TREE_HPP
#define SSOT_DETAIL_DIFF_TREE_HPP

// The whole diff while it is built: types that contain elements that contain types. What turns out to be empty is removed.

#include <ssot/json/raw_json.hpp>

#include <ssot/detail/base/config.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail {

template<class Document>
class diff_tree;

/// Builds the diff as text, piece by piece. Precondition: names are UTF-8.
template<>
class diff_tree<raw_json> {
public:
    explicit diff_tree(bool plus_first) : empty_(plus_first ? R"({"+":{},"-":{})" : R"({"-":{},"+":{})") {}

    void begin_type(std::string_view type) { open(type, "{"); }
    void end_type() { close(text_.back() == '{'); }

    /// `own` holds the differences of the element itself, if there are any.
    void begin_element(std::string_view name, std::optional<raw_json> const& own);
    void end_element(bool differs);

    raw_json take();

private:
    void open(std::string_view name, std::string_view begin);

    void close(bool take_back);

    std::string_view         empty_;
    std::string              text_ = "{";
    std::vector<std::size_t> marks_{};  ///< where each open part starts
    std::vector<std::size_t> before_{}; ///< where the types of an open element would start
};

/// Builds the diff as a DOM.
template<>
class diff_tree<boost::json::value> {
public:
    explicit diff_tree(bool plus_first);

    void begin_type(std::string_view type) { open(type); }
    void end_type() { close(!open_.back().value.empty()); }

    void begin_element(std::string_view name, std::optional<boost::json::value> const& own);
    void end_element(bool differs);

    boost::json::value take() { return std::move(open_.back().value); }

private:
    struct part {
        std::string_view    name{};
        boost::json::object value{};
    };

    void open(std::string_view name) { open_.push_back({name, {}}); }

    void close(bool keep);

    std::string_view  first_;
    std::string_view  second_;
    std::vector<part> open_{};
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/diff/tree.ipp>
#endif

#endif // SSOT_DETAIL_DIFF_TREE_HPP
