// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_FIXTURE_HPP
#define SSOT_NAUTOBOT_FIXTURE_HPP

// Fixtures: the text that Django's `dumpdata` writes and its `loaddata` reads. They move rows between Nautobot and a program
// in both directions.
//
//   std::string text = ssot::nautobot::to_fixture(syncs, entries);          // models and ranges of models
//   auto read = ssot::nautobot::from_fixture<ssot::sync, ssot::sync_log_entry>(text);
//   for (ssot::sync const& run : read->rows<ssot::sync>()) ...
//
//   ssot::nautobot::fixture_writer out(text, {.indent = 2});                // row by row
//   out.add(run).value();
//   out.finish();
//
// Form: `[{"model": "nautobot_ssot.sync", "pk": "...", "fields": {...}}]`, fields in declaration order, UTF-8.
// Source: django.core.serializers of Django 3.2. Example: docs/examples/nautobot_texts.cpp.

#include <ssot/error.hpp>
#include <ssot/json/options.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/nautobot/django/fixture_rows.hpp>
#include <ssot/detail/nautobot/python/text_sink.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace ssot::nautobot {

struct fixture_options {
    unsigned indent = 0; ///< spaces for each level; 0 writes one line without a line break at its end
    /// Writes byte for byte the text of `dumpdata`: times are cut to milliseconds, and NaN is written bare, which is not
    /// JSON. By default microseconds are kept, which `loaddata` reads as well, and NaN is an error.
    bool exact = false;
    /// Fields to leave out because the other side does not have them, such as "extras.jobresult.date_started" for Nautobot
    /// 2.0.
    std::vector<std::string_view> omit{};
};

/// Writes rows one by one. Between two rows the caller may take the text out of the string. For one thread at a time.
class fixture_writer {
public:
    /// Appends to `out`, which must outlive the writer.
    explicit fixture_writer(std::string& out, fixture_options options = {});

    /// Appends one row. After an error the text is unchanged.
    /// Errors, with the path: `invalid_utf8`, `out_of_range` (NaN, infinity, a time without text), `too_deep`,
    /// `unknown_choice`.
    template<model M>
    result<void> add(M const& m);

    /// Appends one row of any model from JSON texts: the key, and the fields by name. The texts are laid out but not
    /// validated.
    result<void> add_row(std::string_view model_name, std::string_view pk,
                         std::span<std::pair<std::string_view, std::string> const> fields);

    /// Closes the list. Call it once, after the last row.
    void finish();

private:
    template<class Write>
    result<void> add_object(Write&& write);

    std::size_t                       begin_object();
    ssot::detail::python::text_layout layout() const;
    result<void>                      end_object(bool written, ssot::detail::python::text_sink& sink, std::size_t before);

    std::string&    out_;
    fixture_options options_;
    bool            first_ = true;
};

/// Returns the fixture of models, ranges of models and `fixture`s, in that order. Throws `ssot::exception` if a row cannot
/// be written.
template<class... Rows>
std::string to_fixture(fixture_options const& options, Rows const&... rows);
template<class First, class... Rows>
    requires(!std::same_as<First, fixture_options>)
std::string to_fixture(First const& first, Rows const&... rows);

struct fixture_read_options {
    unknown_keys fields = unknown_keys::error; ///< for a field that the model does not have
    unknown_keys models = unknown_keys::error; ///< for a row of a model that was not requested
    /// Whether a foreign key must point at a row of the fixture, of a requested model or not, or at one that `exists`.
    bool check_references = true;
    /// Returns whether a row exists already. Receives the model's name in lower case, and the key as text. Called by `read`
    /// in its thread; what it throws is passed on, and no row has been handed out then.
    std::function<bool(std::string_view model_name, std::string_view key)> exists{};
    std::vector<content_type>
                content_types{}; ///< to look up those that are named by `["app", "model"]`, besides the fixture's
    std::size_t max_depth = 512; ///< of arrays and objects, counted in each field of its own; see `most_levels`
    std::size_t max_size  = static_cast<std::size_t>(-1); ///< bytes of text; give it a limit for texts of strangers
};

/// Reads a fixture and passes its rows to handlers, in the order of the text, after all of it was found to be valid.
///
///     fixture_reader in;
///     in.on<sync>([&](sync const& run) { return store.insert(run); });
///     result<std::size_t> count = in.read(text);
class fixture_reader {
public:
    explicit fixture_reader(fixture_read_options options = {});

    /// Sets what to do with the rows of a model. The handler returns void or a `result`; if it returns an error, the reading
    /// ends. What a handler throws is passed on; rows before it have been handled.
    template<model M, class Handler>
    fixture_reader& on(Handler handler);

    /// Reads a text and calls the handlers. Of two rows with one key only the last is passed on, at the position of the
    /// first.
    /// Returns how many objects the text holds, as Django counts them.
    /// Errors: those of `from_fixture` and of the handlers.
    result<std::size_t> read(std::string_view text);

private:
    fixture_read_options               options_;
    ssot::detail::django::fixture_rows rows_{};
};

/// The rows of a fixture.
template<model... Models>
class fixture {
public:
    /// Returns the rows of one model, each key once, in the order of the text.
    template<model M>
    std::vector<M> const& rows() const noexcept
    {
        return std::get<std::vector<M>>(rows_);
    }
    template<model M>
    std::vector<M>& rows() noexcept
    {
        return std::get<std::vector<M>>(rows_);
    }

    /// Returns how many objects of these models the text holds. A key that occurs twice is counted twice.
    std::size_t size() const noexcept { return order_.size(); }

    /// Calls `fn(row)` for each object in the order of the text. For a key that occurs twice, both calls receive its last
    /// state.
    template<class Fn>
    void for_each(Fn&& fn) const;

private:
    template<model... Ms>
    friend result<fixture<Ms...>> from_fixture(std::string_view, fixture_read_options const&);

    struct place {
        std::size_t model = 0;
        std::size_t row   = 0;
    };

    std::tuple<std::vector<Models>...> rows_{};
    std::vector<place>                 order_{};
};

/// Reads a whole fixture as Django 3.2 does: all of it, or an error and nothing. Takes time in proportion to the text, and
/// memory for the rows, their keys, and the documents of one row; what is ignored takes none. Nothing is validated but what
/// a database row without a key gets a new one, and a row with the key of an earlier row replaces that. An absent field has
/// its default. A foreign key may be named by its field or its column, and keys and values may have every form that Django
/// accepts. Use models of `lenient_types` to keep unknown choices, and of `raw_types` to keep integers beyond 64 bits.
/// Errors, with the path and, if Django has one, its message: `syntax` (with the position), `invalid_utf8`, `too_deep`,
/// `too_large`, `wrong_type`, `invalid_value`, `out_of_range`, `unknown_choice`, `unknown_key`, `missing_key`, `constraint`
/// (null or a negative number where the database allows none), `already_exists` (a unique text occurs twice), `foreign_key`
/// (a reference to a row that does not exist), `not_found` (an unknown model or content type).
template<model... Models>
result<fixture<Models...>> from_fixture(std::string_view text, fixture_read_options const& options = {});

} // namespace ssot::nautobot

#include <ssot/impl/nautobot/fixture.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/fixture.ipp>
#endif

#endif // SSOT_NAUTOBOT_FIXTURE_HPP
