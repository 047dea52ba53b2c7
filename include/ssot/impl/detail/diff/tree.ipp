// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_DIFF_TREE_IPP
#define SSOT_IMPL_DETAIL_DIFF_TREE_IPP

#include <ssot/json/text.hpp>

#include <ssot/detail/diff/tree.hpp>

#include <optional>
#include <string_view>
#include <utility>

namespace ssot::detail {

SSOT_DECL void diff_tree<raw_json>::begin_element(std::string_view name, std::optional<raw_json> const& own)
{
    auto const text = own ? own->text() : std::string_view();
    open(name, own ? text.substr(0, text.size() - 1) : empty_);
    before_.push_back(text_.size());
}

SSOT_DECL void diff_tree<raw_json>::end_element(bool differs)
{
    bool const empty = !differs && text_.size() == before_.back();
    before_.pop_back();
    close(empty);
}

SSOT_DECL raw_json diff_tree<raw_json>::take()
{
    text_ += '}';
    return raw_json::trusted(std::move(text_));
}

SSOT_DECL void diff_tree<raw_json>::open(std::string_view name, std::string_view begin)
{
    marks_.push_back(text_.size());
    if (text_.back() != '{')
        text_ += ',';
    to_json(name, text_).value();
    text_.append(":").append(begin);
}

SSOT_DECL void diff_tree<raw_json>::close(bool take_back)
{
    if (take_back)
        text_.resize(marks_.back());
    else
        text_ += '}';
    marks_.pop_back();
}

SSOT_DECL diff_tree<boost::json::value>::diff_tree(bool plus_first)
    : first_(plus_first ? "+" : "-"), second_(plus_first ? "-" : "+")
{
    open_.emplace_back();
}

SSOT_DECL void diff_tree<boost::json::value>::begin_element(std::string_view                         name,
                                                            std::optional<boost::json::value> const& own)
{
    open(name);
    if (own)
        open_.back().value = own->get_object();
}

SSOT_DECL void diff_tree<boost::json::value>::end_element(bool differs)
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

SSOT_DECL void diff_tree<boost::json::value>::close(bool keep)
{
    auto done = std::move(open_.back());
    open_.pop_back();
    if (keep)
        open_.back().value.emplace(done.name, std::move(done.value));
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_DIFF_TREE_IPP
