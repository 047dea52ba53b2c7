// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_LINES_HPP
#define SSOT_JSON_LINES_HPP

// Reads and writes many records: one JSON text a line (NDJSON), or the items of one array, at once or one by one from a
// source.
//
//   std::string text = ssot::to_json_lines(entries);
//
//   std::ifstream file("entries.ndjson");
//   ssot::json_lines_reader<ssot::sync_log_entry> reader(ssot::from_stream(file), {.skip_broken = true});
//   ssot::sync_log_entry entry;
//   while (reader.next(entry).value())
//       import(entry);
//   std::cerr << reader.skipped() << " broken lines\n";
//
// A line ends with "\n" or "\r\n". Blank lines are skipped. Example: docs/examples/json_lines.cpp.

#include <ssot/error.hpp>
#include <ssot/json/buffer.hpp>
#include <ssot/json/options.hpp>
#include <ssot/json/stream.hpp>

#include <ssot/detail/base/ranges.hpp>
#include <ssot/detail/json/line.hpp>
#include <ssot/detail/json/text_source.hpp>
#include <ssot/detail/json/text_window.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ssot {

/// Appends each item of `range` as one compact line. After an error, whose path names the item as "[3]", `out` is unchanged.
template<std::ranges::input_range R>
result<void> to_json_lines(R const& range, std::string& out);
template<std::ranges::input_range R>
result<void> to_json_lines(R const& range, json_buffer& out);

/// Writes to a sink, chunk by chunk. After an error the sink has received the chunks before it.
template<std::ranges::input_range R, json_sink Sink>
result<void> to_json_lines(R const& range, Sink&& sink);

/// Returns the lines as a new string. Throws `ssot::exception` if an item cannot be written.
template<std::ranges::input_range R>
std::string to_json_lines(R const& range);

/// Options for reading records one by one.
struct json_records_options {
    read_options record{};              ///< for each record; its max_size limits a record, and so the reader's memory
    bool         skip_broken = false;   ///< lines only: skips lines that are not valid records and counts them
    std::size_t  chunk       = 1 << 18; ///< roughly how many bytes are requested from the source at a time
};

namespace detail {

/// A record to read into: its address, the function that reads one of its type, and the function that empties it.
struct record_to_read {
    void* address;
    bool (*read)(json_text_source&, void*);
    void (*clear)(void*);
};

/// The part of a lines reader that does not depend on the type of its records.
class json_lines_state {
public:
    json_lines_state(json_source source, json_records_options const& options);
    json_lines_state(std::string_view text, json_records_options const& options);

    /// As `json_lines_reader::next`, except that `out` must be empty and has an unspecified value after an error.
    template<class T>
    result<bool> read(T& out);

    std::size_t line() const noexcept { return line_; }
    std::size_t skipped() const noexcept { return skipped_; }

    /// Estimates how many records the window holds by the average size so far, which is taken as at least `least_size`.
    std::size_t more_records(std::size_t records, std::size_t least_size) const noexcept;

private:
    /// The part of `read` that does not depend on the type.
    result<bool>              read_lines(record_to_read record);
    result<detail::next_line> find(std::string_view& line);
    error                     broken(std::string_view line);
    error                     too_long();
    error                     stop_at(error e, std::size_t start, std::size_t line);

    json_records_options options_;
    text_window          window_;
    json_text_source     in_;
    std::size_t          line_         = 0;
    std::size_t          skipped_      = 0;
    std::size_t          line_start_   = 0;     ///< offset of the last line that was too long
    bool                 in_long_line_ = false; ///< the window begins inside a line that was too long
};

/// The part of an array reader that does not depend on the type of its items.
class json_array_state {
public:
    json_array_state(json_source source, json_records_options const& options);
    json_array_state(std::string_view text, json_records_options const& options);

    /// Reads the next item. Returns false at the end.
    result<bool> next(record_to_read item);

    std::size_t count() const noexcept { return count_; }

private:
    static constexpr std::size_t most_of_other_ = 1 << 16; ///< how much of a text without an array is read

    result<void>             open();
    result<bool>             step(record_to_read item);
    result<bool>             read_item(record_to_read item);
    result<bool>             finish();
    result<std::string_view> peek();
    void                     pass(std::size_t n);
    error                    at_front(error e) const;
    error                    stop_at(error e) const;
    error                    broken(std::string_view value);
    error                    too_long() const;

    json_records_options options_;
    text_window          window_;
    json_text_source     in_;
    std::size_t          count_  = 0;
    std::size_t          line_   = 1; ///< line number of the window's front
    std::size_t          column_ = 1;
    bool                 begun_  = false;
    bool                 over_   = false;
};

} // namespace detail

/// Returns the records of all lines of a text. Errors: those of `from_json`, with the line number in the whole text.
template<class T>
result<std::vector<T>> from_json_lines(std::string_view text, json_records_options const& options = {});

/// Reads records line by line. Keeps one chunk or the longest line in memory. Not copyable; for one thread at a time.
template<class T>
class json_lines_reader {
public:
    explicit json_lines_reader(json_source source, json_records_options options = {});
    /// The text must outlive the reader.
    explicit json_lines_reader(std::string_view text, json_records_options options = {});

    /// Reads the next record into `out`. Returns false at the end. After an error, which names the line, `out` is unchanged
    /// and the next call continues with the next line. A line longer than `record.max_size` is `too_large`, reported before
    /// the rest of it is read. An error of the source ends the reading. It names the line that was cut off unless it has a
    /// position of its own.
    result<bool> next(T& out);

    /// Returns the number of the line that was read last, counted from 1.
    std::size_t line() const noexcept { return lines_.line(); }
    /// Returns the number of broken lines that were skipped.
    std::size_t skipped() const noexcept { return lines_.skipped(); }

private:
    detail::json_lines_state lines_;
};

/// Reads the items of one JSON array one by one. Keeps one chunk or the longest item in memory. Linear in the text, and the
/// sizes of the pieces that the source returns do not change the result. Not copyable; for one thread at a time.
template<class T>
class json_array_reader {
public:
    explicit json_array_reader(json_source source, json_records_options options = {});
    /// The text must outlive the reader.
    explicit json_array_reader(std::string_view text, json_records_options options = {});

    /// Reads the next item into `out`. Returns false at the end of the array, after which only space may follow. After an
    /// error, which names the item as "[3]" and its position in the whole text, `out` is unchanged and every further call
    /// returns false.
    result<bool> next(T& out);

    /// Returns the number of items that have been read.
    std::size_t count() const noexcept { return items_.count(); }

private:
    detail::json_array_state items_;
};

} // namespace ssot

#include <ssot/impl/json/lines.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/json/lines.ipp>
#endif

#endif // SSOT_JSON_LINES_HPP
