// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_LINES_HPP
#define SSOT_JSON_LINES_HPP

// Many records: one JSON text a line (NDJSON), or the items of one array. Whole, or one by one from a source of any size.
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
// A line ends with "\n" or "\r\n"; blank lines are passed over. Example: docs/examples/json_lines.cpp.

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

/// Appends each item of `range` to `out` as a compact line. After an error, which names the item as "[3]", `out` is as it was.
template<std::ranges::input_range R>
result<void> to_json_lines(R const& range, std::string& out);
template<std::ranges::input_range R>
result<void> to_json_lines(R const& range, json_buffer& out);

/// The same to a sink; after an error it keeps the chunks that it got before.
template<std::ranges::input_range R, json_sink Sink>
result<void> to_json_lines(R const& range, Sink&& sink);

/// The same as a new string. Throws `ssot::exception` for what cannot be written.
template<std::ranges::input_range R>
std::string to_json_lines(R const& range);

/// How records are read one by one.
struct json_records_options {
    read_options record{};              ///< of each record; its max_size bounds one record and so the memory of the reader
    bool         skip_broken = false;   ///< lines only: passes over lines that are no record, and counts them
    std::size_t  chunk       = 1 << 18; ///< bytes that are asked of the source at once, about
};

namespace detail {

/// An empty record, what reads one of its type, and what makes it empty again.
struct record_to_read {
    void* at;
    bool (*read)(json_text_source&, void*);
    void (*clear)(void*);
};

/// What a reader of lines knows that does not depend on the type of its records.
class json_lines_state {
public:
    json_lines_state(json_source source, json_records_options const& options);
    json_lines_state(std::string_view text, json_records_options const& options);

    /// As `json_lines_reader::next`, but `out`, which is empty before, is whatever after an error.
    template<class T>
    result<bool> read(T& out);

    std::size_t line() const noexcept { return line_; }
    std::size_t skipped() const noexcept { return skipped_; }

    /// How many more records the rest of the text seems to hold, when it held so many of at least so many bytes until here.
    std::size_t more_records(std::size_t records, std::size_t least_size) const noexcept;

private:
    /// The same as `read`, line by line.
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
    std::size_t          line_start_   = 0;     ///< of the last line that was too long
    bool                 in_long_line_ = false; ///< the window begins inside it
};

/// What a reader of an array knows that does not depend on the type of its items.
class json_array_state {
public:
    json_array_state(json_source source, json_records_options const& options);
    json_array_state(std::string_view text, json_records_options const& options);

    /// Reads the next item; false at the end.
    result<bool> next(record_to_read item);

    std::size_t count() const noexcept { return count_; }

private:
    static constexpr std::size_t most_of_other_ = 1 << 16; ///< how much of a text that is no array is read to say what it is

    result<void>             open();
    result<bool>             step(record_to_read item);
    result<bool>             read_item(record_to_read item);
    result<bool>             finish();
    result<std::string_view> peek();
    void                     pass(std::size_t n);
    error                    here(error e) const;
    error                    stop_at(error e) const;
    error                    broken(std::string_view value);
    error                    too_long() const;

    json_records_options options_;
    text_window          window_;
    json_text_source     in_;
    std::size_t          count_  = 0;
    std::size_t          line_   = 1; ///< of the window's front
    std::size_t          column_ = 1;
    bool                 begun_  = false;
    bool                 over_   = false;
};

} // namespace detail

/// All lines of a text. Errors: as `from_json`, with the line in the whole text.
template<class T>
result<std::vector<T>> from_json_lines(std::string_view text, json_records_options const& options = {});

/// Reads records line by line. Needs one chunk, or the longest line, of memory. Not copyable; for one thread at a time.
template<class T>
class json_lines_reader {
public:
    explicit json_lines_reader(json_source source, json_records_options options = {});
    /// The text must outlive the reader.
    explicit json_lines_reader(std::string_view text, json_records_options options = {});

    /// Reads the next record into `out`; false at the end. After an error, which names the line, `out` is as it was, and the
    /// next call goes on behind that line. One longer than `record.max_size` is such an error (`too_large`), told before the rest
    /// of it is read. Errors of the source end the reading; they name the line that they cut off unless they have a position.
    result<bool> next(T& out);

    /// The line of the record that was read last, from 1.
    std::size_t line() const noexcept { return lines_.line(); }
    /// How many broken lines were passed over.
    std::size_t skipped() const noexcept { return lines_.skipped(); }

private:
    detail::json_lines_state lines_;
};

/// Reads the items of one JSON array one by one, with the memory of one chunk or the longest item. Linear in the text, in whatever
/// pieces its source gives it; the pieces change nothing of what is read.
template<class T>
class json_array_reader {
public:
    explicit json_array_reader(json_source source, json_records_options options = {});
    /// The text must outlive the reader.
    explicit json_array_reader(std::string_view text, json_records_options options = {});

    /// Reads the next item into `out`; false at the end of the array, behind which only space may follow. After an error,
    /// which names the item as "[3]" and its place in the whole text, `out` is as it was and the reading is over.
    result<bool> next(T& out);

    /// How many items have been read.
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
