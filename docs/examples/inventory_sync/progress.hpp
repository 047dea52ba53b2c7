// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_PROGRESS_HPP
#define DEMO_PROGRESS_HPP

// A bar on standard error, for people: nothing is shown elsewhere than on a terminal.

#include <unistd.h>

#include <cstddef>
#include <iostream>
#include <string>
#include <utility>

namespace demo {

class progress {
public:
    progress(std::string what, std::size_t total) : what_(std::move(what)), total_(total), shown_(isatty(STDERR_FILENO) != 0)
    {
        at(0);
    }
    progress(progress const&)            = delete;
    progress& operator=(progress const&) = delete;
    ~progress() { hide(); }

    /// Takes the bar off the screen, before something else is written there. It is drawn again when it has become longer.
    void hide()
    {
        if (shown_)
            std::cerr << '\r' << std::string(line_width, ' ') << '\r' << std::flush;
    }

    /// How much of the total is done.
    void at(std::size_t done)
    {
        if (!shown_)
            return;
        auto const length = total_ == 0 ? bar_width : done * bar_width / total_;
        if (length == drawn_)
            return;
        drawn_ = length;
        std::cerr << '\r' << what_ << " [" << std::string(length, '#') << std::string(bar_width - length, '.') << ']'
                  << std::flush;
    }

private:
    static constexpr std::size_t bar_width  = 40;
    static constexpr std::size_t line_width = 79;

    std::string what_;
    std::size_t total_;
    bool        shown_;
    std::size_t drawn_ = bar_width + 1; ///< the length on the screen; at first none
};

} // namespace demo

#endif // DEMO_PROGRESS_HPP
