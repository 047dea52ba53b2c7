// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_CHECKER_HPP
#define BENCH_JSON_CHECKER_HPP

// Whether what a peer read, and what it wrote, is what it was given. Judged by Boost.JSON alone, never by this library.

#include "convert.hpp"
#include "data.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

class checker {
public:
    explicit checker(data const& original) : original_(original) {}

    /// How many comparisons found a difference.
    int differences() const noexcept { return differences_; }
    int comparisons() const noexcept { return comparisons_; }

    template<class Entry>
    void entries(std::string const& what, std::vector<Entry> const& found)
    {
        auto const& wanted = original_.entries;
        if (found.size() != wanted.size())
            return note(what, std::to_string(found.size()) + " records");
        for (std::size_t i = 0; i != wanted.size(); ++i)
            if (!(entry_as<dom_entry>(found[i]) == wanted[i]))
                return note(what, "record " + std::to_string(i));
        note(what, {});
    }

    template<class Entry>
    void entry(std::string const& what, std::size_t index, Entry const& found)
    {
        note(what, entry_as<dom_entry>(found) == original_.entries[index] ? "" : "record " + std::to_string(index));
    }

    template<class Sync>
    void sync(std::string const& what, Sync const& found)
    {
        note(what, sync_as<dom_sync>(found) == original_.sync ? "" : "the sync");
    }

    /// Equal byte for byte, or when parsed.
    void text(std::string const& what, std::string_view found, std::string_view wanted)
    {
        note(what, found == wanted || parse(found) == parse(wanted) ? "" : "the text");
    }

    void lines(std::string const& what, std::string_view found)
    {
        std::string_view wanted = original_.text.lines;
        for (std::size_t i = 0; !wanted.empty(); ++i) {
            auto const a = take_line(found);
            auto const b = take_line(wanted);
            if (a != b && (a.empty() || parse(a) != parse(b)))
                return note(what, "line " + std::to_string(i));
        }
        note(what, found.empty() ? "" : "more than there is to write");
    }

private:
    static boost::json::value parse(std::string_view text) { return boost::json::parse({text.data(), text.size()}); }

    static std::string_view take_line(std::string_view& text)
    {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        return line;
    }

    void note(std::string const& what, std::string const& difference)
    {
        ++comparisons_;
        if (difference.empty())
            return;
        ++differences_;
        std::cerr << what << ": differs in " << difference << '\n';
    }

    data const& original_;
    int         comparisons_ = 0;
    int         differences_ = 0;
};

} // namespace bench

#endif // BENCH_JSON_CHECKER_HPP
