// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_TIME_DATE_FORMAT_IPP
#define SSOT_IMPL_DETAIL_TIME_DATE_FORMAT_IPP

#include <ssot/time.hpp>

#include <ssot/detail/text/zero_padded.hpp>
#include <ssot/detail/time/date_format.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::detail {

/// A time as the clock at one place shows it.
class date_letters {
public:
    date_letters(timestamp t, std::chrono::seconds offset, bool exact, bool naive) noexcept
        : day_(std::chrono::floor<std::chrono::days>(shown_by_clock(t, offset))), ymd_(day_),
          clock_(shown_by_clock(t, offset) - day_), offset_(std::clamp<std::chrono::seconds>(offset, -a_day, a_day)),
          utc_(t), exact_(exact), naive_(naive)
    {
    }

    std::string text(char letter) const
    {
        auto const us = clock_.count();
        auto const h = us / 3'600'000'000, m = us / 60'000'000 % 60, s = us / 1'000'000 % 60;
        auto const y = static_cast<int>(ymd_.year());
        auto const d = static_cast<unsigned>(ymd_.day());
        switch (letter) {
        case 'a': return h > 11 ? "p.m." : "a.m.";
        case 'A': return h > 11 ? "PM" : "AM";
        case 'b': return lower(month().substr(0, 3));
        case 'c': return iso();
        case 'd': return zero_padded(d, 2);
        case 'D': return std::string(weekday().substr(0, 3));
        case 'e': return naive_ ? std::string() : text('T');
        case 'T': return offset_.count() == 0 ? "UTC" : offset_text("");
        case 'f': return hour_12(h) + (m == 0 ? "" : ":" + zero_padded(m, 2));
        case 'E':
        case 'F': return std::string(month());
        case 'g': return hour_12(h);
        case 'G': return std::to_string(h);
        case 'h': return zero_padded(h % 12 == 0 ? 12 : h % 12, 2);
        case 'H': return zero_padded(h, 2);
        case 'i': return zero_padded(m, 2);
        case 'I': return "0"; // a fixed offset has no summer time
        case 'j': return std::to_string(d);
        case 'l': return std::string(weekday());
        case 'L': return ymd_.year().is_leap() ? "True" : "False";
        case 'm': return zero_padded(static_cast<unsigned>(ymd_.month()), 2);
        case 'M': return std::string(month().substr(0, 3));
        case 'n': return std::to_string(static_cast<unsigned>(ymd_.month()));
        case 'N': return std::string(press_months[month_index()]);
        case 'o': return std::to_string(static_cast<int>(iso_thursday().year()));
        case 'O': return offset_text("");
        case 'P': return m == 0 && h % 12 == 0 ? (h == 0 ? "midnight" : "noon") : text('f') + " " + text('a');
        case 'r':
            return text('D') + ", " + zero_padded(d, 2) + " " + text('M') + " " + zero_padded(y, 4) + " " +
                zero_padded(h, 2) + ":" + zero_padded(m, 2) + ":" + zero_padded(s, 2) + " " + offset_text("");
        case 's': return zero_padded(s, 2);
        case 'S': return ordinal(d);
        case 't': return zero_padded(static_cast<unsigned>((ymd_.year() / ymd_.month() / std::chrono::last).day()), 2);
        case 'u': return zero_padded(us % 1'000'000, 6);
        case 'U': return std::to_string(std::chrono::floor<std::chrono::seconds>(utc_).time_since_epoch().count());
        case 'w': return std::to_string(std::chrono::weekday(day_).c_encoding());
        case 'W': return std::to_string((day_of_year(iso_thursday()) - 1) / 7 + 1);
        case 'y': return zero_padded(y % 100, 2);
        case 'Y': return exact_ ? std::to_string(y) : zero_padded(y, 4);
        case 'z': return std::to_string(day_of_year(ymd_));
        case 'Z': return std::to_string(offset_.count());
        default: return {};
        }
    }

private:
    static constexpr std::chrono::seconds a_day = std::chrono::hours{24};

    static constexpr std::string_view months[]       = {"January",
                                                        "February",
                                                        "March",
                                                        "April",
                                                        "May",
                                                        "June",
                                                        "July",
                                                        "August",
                                                        "September",
                                                        "October",
                                                        "November",
                                                        "December"};
    static constexpr std::string_view press_months[] = {
        "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."};
    static constexpr std::string_view days[] = {
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

    std::size_t      month_index() const noexcept { return static_cast<unsigned>(ymd_.month()) - 1; }
    std::string_view month() const noexcept { return months[month_index()]; }
    std::string_view weekday() const noexcept { return days[std::chrono::weekday(day_).c_encoding()]; }

    static std::string lower(std::string_view text)
    {
        std::string out(text);
        out.front() = static_cast<char>(out.front() - 'A' + 'a');
        return out;
    }
    static std::string hour_12(std::int64_t h) { return std::to_string(h % 12 == 0 ? 12 : h % 12); }

    static std::string ordinal(unsigned d)
    {
        if (d >= 11 && d <= 13)
            return "th";
        return d % 10 == 1 ? "st" : d % 10 == 2 ? "nd" : d % 10 == 3 ? "rd" : "th";
    }

    static int day_of_year(std::chrono::year_month_day d) noexcept
    {
        return static_cast<int>((std::chrono::sys_days(d) - std::chrono::sys_days(d.year() / 1 / 1)).count()) + 1;
    }

    /// The Thursday of the same week, whose year the week belongs to.
    std::chrono::year_month_day iso_thursday() const noexcept
    {
        auto const from_monday = static_cast<int>((std::chrono::weekday(day_) - std::chrono::Monday).count());
        return day_ + std::chrono::days(3 - from_monday);
    }

    std::string offset_text(std::string_view between) const
    {
        auto const s = offset_.count() < 0 ? -offset_.count() : offset_.count();
        return (offset_.count() < 0 ? "-" : "+") + zero_padded(s / 3600, 2) + std::string(between) +
            zero_padded(s / 60 % 60, 2);
    }

    std::string iso() const
    {
        auto const us = clock_.count() % 1'000'000;
        auto out      = zero_padded(static_cast<int>(ymd_.year()), 4) + "-" + text('m') + "-" + text('d') + "T" + text('H') +
            ":" + text('i') + ":" + text('s');
        return (us == 0 ? out : out + "." + zero_padded(us, 6)) + (naive_ ? std::string() : offset_text(":"));
    }

    std::chrono::sys_days       day_;
    std::chrono::year_month_day ymd_;
    std::chrono::microseconds   clock_;
    std::chrono::seconds        offset_;
    timestamp                   utc_;
    bool                        exact_;
    bool                        naive_;
};

SSOT_DECL std::string format_date(timestamp t, std::string_view format, std::chrono::seconds offset, bool exact, bool naive)
{
    constexpr std::string_view known = "aAbcdDeEfFgGhHiIjlLmMnNoOPrsStTUuwWyYzZ";
    date_letters const         at(t, offset, exact, naive);
    std::string                out;
    for (std::size_t i = 0; i != format.size(); ++i) {
        bool const escaped = i != 0 && format[i - 1] == '\\';
        if (!escaped && known.find(format[i]) != std::string_view::npos)
            out += at.text(format[i]);
        else if (format[i] != '\\' || i + 1 == format.size())
            out += format[i];
        else if (format[i + 1] == '\\')
            out += format[++i];
    }
    return out;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_TIME_DATE_FORMAT_IPP
