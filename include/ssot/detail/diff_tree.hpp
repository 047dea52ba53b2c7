// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_TREE_HPP
#define SSOT_DETAIL_DIFF_TREE_HPP

// The whole diff while it grows: types, in them elements, in them types. What turns out to be empty is taken back.

#include <ssot/json/raw_json.hpp>
#include <ssot/json/text.hpp>

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

/// As text, piece by piece. Names are known to be UTF-8.
template<>
class diff_tree<raw_json> {
public:
    explicit diff_tree(bool plus_first) : empty_(plus_first ? R"({"+":{},"-":{})" : R"({"-":{},"+":{})") {}

    void begin_type(std::string_view type) { open(type, "{"); }
    void end_type() { close(text_.back() == '{'); }

    /// `own` is where the element itself differs, if it does.
    void begin_element(std::string_view name, std::optional<raw_json> const& own)
    {
        auto const text = own ? own->text() : std::string_view();
        open(name, own ? text.substr(0, text.size() - 1) : empty_);
        before_.push_back(text_.size());
    }
    void end_element(bool differs)
    {
        bool const empty = !differs && text_.size() == before_.back();
        before_.pop_back();
        close(empty);
    }

    raw_json take()
    {
        text_ += '}';
        return raw_json::trusted(std::move(text_));
    }

private:
    void open(std::string_view name, std::string_view begin)
    {
        marks_.push_back(text_.size());
        if (text_.back() != '{')
            text_ += ',';
        to_json(name, text_).value();
        text_.append(":").append(begin);
    }

    void close(bool take_back)
    {
        if (take_back)
            text_.resize(marks_.back());
        else
            text_ += '}';
        marks_.pop_back();
    }

    std::string_view         empty_;
    std::string              text_ = "{";
    std::vector<std::size_t> marks_{};  ///< where what is open begins
    std::vector<std::size_t> before_{}; ///< where the types of an open element would begin
};

/// As a DOM.
template<>
class diff_tree<boost::json::value> {
public:
    explicit diff_tree(bool plus_first) : first_(plus_first ? "+" : "-"), second_(plus_first ? "-" : "+")
    {
        open_.emplace_back();
    }

    void begin_type(std::string_view type) { open(type); }
    void end_type() { close(!open_.back().value.empty()); }

    void begin_element(std::string_view name, std::optional<boost::json::value> const& own)
    {
        open(name);
        if (own)
            open_.back().value = own->get_object();
    }
    void end_element(bool differs)
    {
        auto& element = open_.back().value;
        if (!differs && !element.empty()) {
            boost::json::object with_sides(element.size() + 2);
            with_sides.emplace(first_, boost::json::object());
            with_sides.emplace(second_, boost::json::object());
            for (auto& member : element)
                with_sides.emplace(member.key(), std::move(member.value()));
            element = std::move(with_sides);
        }
        close(!element.empty());
    }

    boost::json::value take() { return std::move(open_.back().value); }

private:
    struct part {
        std::string_view    name{};
        boost::json::object value{};
    };

    void open(std::string_view name) { open_.push_back({name, {}}); }

    void close(bool keep)
    {
        auto done = std::move(open_.back());
        open_.pop_back();
        if (keep)
            open_.back().value.emplace(done.name, std::move(done.value));
    }

    std::string_view  first_;
    std::string_view  second_;
    std::vector<part> open_{};
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_DIFF_TREE_HPP
