// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_LOAD_HPP
#define DEMO_LOAD_HPP

// From a file to an inventory. Whatever is wrong with the file becomes one `failure` that says where.

#include "errors.hpp"
#include "files.hpp"
#include "inventory.hpp"
#include "json.hpp"
#include "progress.hpp"
#include "text.hpp"

#include <ssot/error.hpp>
#include <ssot/json/options.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/json/text.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace demo {

/// Reads one file.
class loader {
public:
    /// `key` names the field that identifies a JSON object; files of another form need none.
    loader(std::string path, std::string key)
        : path_(std::move(path)), key_(std::move(key)), text_(read_file(path_)),
          progress_("Loading " + shortened(printable(path_), 25), text_.size())
    {
    }

    /// Reads the file; called once. Errors: `failure`, and `usage_error` when a key is needed.
    inventory load()
    {
        if (text_.starts_with("\xef\xbb\xbf")) // a byte order mark is no content
            text_.erase(0, 3);
        auto const first = text_.find_first_not_of(" \t\r\n");
        if (first == std::string::npos)
            return {};
        loaded_.is_json = text_[first] == '[' || text_[first] == '{';
        if (loaded_.is_json && key_.empty())
            throw usage_error(path_ + " holds JSON, which needs --key");

        if (text_[first] == '[')
            load_array();
        else if (text_[first] == '{')
            for_each_line([&](std::string_view line, std::size_t number) { load_object(line, number); });
        else
            for_each_line([&](std::string_view line, std::size_t number) { load_service(line, number); });
        note_repeated_services();
        return std::move(loaded_);
    }

private:
    /// A diff has its values three levels deeper than an inventory, and must stay readable.
    static constexpr ssot::read_options strict{.max_depth = 500, .duplicates = ssot::duplicate_keys::error};

    // JSON.

    void load_array()
    {
        if (auto const valid = ssot::raw_json::parse(text_, strict); !valid)
            fail(valid.error().line(), "not JSON: ", valid.error());

        std::string_view const text    = text_;
        std::size_t            at      = 0;
        std::size_t            line    = 1; // the one that `at` is on
        auto const             move_to = [&](std::size_t place) {
            line += static_cast<std::size_t>(std::ranges::count(text.substr(at, place - at), '\n'));
            at = place;
            progress_.at(at);
        };
        auto const move_to_value = [&] { move_to(text.find_first_not_of(" \t\r\n,", at)); };

        move_to(text.find('[') + 1);
        for (move_to_value(); text[at] != ']'; move_to_value()) {
            auto const object = first_value(text.substr(at));
            add_object(object, line);
            move_to(at + object.size());
        }
    }

    void load_object(std::string_view text, std::size_t line)
    {
        if (auto const valid = ssot::raw_json::parse(text, strict); !valid)
            fail(line, "this line is no JSON object: ", valid.error());
        add_object(text, line);
    }

    /// Precondition: `json` is a valid document.
    void add_object(std::string_view json, std::size_t line)
    {
        auto const members = ssot::from_json<fields>(compact(json));
        if (!members)
            fail(line, std::string(members.error().text()));

        std::optional<std::string> key;
        fields                     attributes;
        for (auto const& [name, value] : *members)
            if (name == key_)
                key = key_of(value, line);
            else
                attributes.insert_or_assign(name, value);
        if (!key)
            fail(line, "this object has no field " + in_quotes(key_));
        if (auto const* const earlier = loaded_.find(*key))
            fail(line, "the key " + in_quotes(*key) + " came before, on line " + std::to_string(earlier->line));
        loaded_.add({std::move(*key), to_raw(attributes), line});
    }

    std::string key_of(ssot::raw_json const& value, std::size_t line) const
    {
        auto const text = value.text();
        if (is_integer(text))
            return std::string(text);
        if (!text.starts_with('"'))
            fail(line, "the field " + in_quotes(key_) + " is the key, and must be a text or an integer, not " +
                           shortened(text, 40));
        auto key = read<std::string>(value);
        if (key.find('\0') != std::string::npos)
            fail(line, "the field " + in_quotes(key_) + " is the key, and must not hold a null character");
        return key;
    }

    // The services(5) form.

    void load_service(std::string_view text, std::size_t line)
    {
        constexpr std::string_view space = " \t\r\f\v";
        if (!is_utf8(std::string(text)))
            fail(line, "bytes that are not UTF-8");

        std::string_view rest      = text.substr(0, text.find('#'));
        auto const       next_word = [&] {
            rest.remove_prefix(std::min(rest.find_first_not_of(space), rest.size()));
            auto const word = rest.substr(0, rest.find_first_of(space));
            rest.remove_prefix(word.size());
            return word;
        };
        auto const name = next_word();
        if (name.empty())
            return;
        auto const port = next_word();
        auto       key  = service_key(port);
        if (!key)
            fail(line, "expected \"name port/protocol\", found " +
                           in_quotes(shortened(name, 25) + ' ' + shortened(port, 25)));
        if (loaded_.find(*key)) {
            if (repeated_++ == 0)
                first_repeated_ = line;
            return;
        }
        fields attributes;
        attributes.insert_or_assign("name", to_raw(std::string(name)));
        loaded_.add({std::move(*key), to_raw(attributes), line});
    }

    /// "port/protocol" with the port as a number from 0 to 65535; nothing for any other text.
    static std::optional<std::string> service_key(std::string_view text)
    {
        constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._";

        auto const slash = text.find('/');
        if (slash == std::string_view::npos)
            return std::nullopt;
        auto const    number      = text.substr(0, slash);
        auto const    protocol    = text.substr(slash + 1);
        std::uint16_t port        = 0;
        auto const [end, problem] = std::from_chars(number.data(), number.data() + number.size(), port);
        if (problem != std::errc() || end != number.data() + number.size())
            return std::nullopt;
        if (protocol.empty() || protocol.find_first_not_of(letters) != std::string_view::npos)
            return std::nullopt;
        return std::to_string(port) + '/' + std::string(protocol);
    }

    void note_repeated_services()
    {
        if (repeated_ == 0)
            return;
        progress_.hide();
        std::cerr << "inventory_sync: " << printable(path_) << ':' << first_repeated_
                  << ": note: this port and protocol came before; such lines do not count ("
                  << repeated_ << " in all)\n";
    }

    // Lines.

    /// Calls `on_line(text, number)` for each line that is not blank.
    template<class OnLine>
    void for_each_line(OnLine on_line)
    {
        std::string_view const text   = text_;
        std::size_t            number = 1;
        for (std::size_t at = 0; at < text.size(); ++number) {
            auto const line = text.substr(at, text.find('\n', at) - at);
            if (line.find_first_not_of(" \t\r") != std::string_view::npos)
                on_line(line, number);
            at += line.size() + 1;
            progress_.at(std::min(at, text.size()));
        }
    }

    [[noreturn]] void fail(std::size_t line, std::string const& what) const
    {
        throw failure(path_ + ':' + std::to_string(line) + ": " + what);
    }

    /// What the library says about text that it could not read, introduced by `not_json` when it is not even JSON.
    [[noreturn]] void fail(std::size_t line, std::string_view not_json, ssot::error const& e) const
    {
        std::string what(e.code() == ssot::errc::syntax ? not_json : "");
        if (!e.path().empty())
            what += shortened(e.path(), 60) + ": ";
        fail(line, what + std::string(e.text()) + " (column " + std::to_string(e.column()) + ')');
    }

    std::string path_;
    std::string key_;
    std::string text_;
    progress    progress_;
    inventory   loaded_{};
    std::size_t repeated_       = 0; ///< services whose key came before
    std::size_t first_repeated_ = 0; ///< the line of the first of them
};

/// Reads a file into an inventory; `key` names the field that identifies a JSON object.
/// Errors: `failure`, and `usage_error` when a key is needed and empty.
inline inventory load(std::string const& path, std::string const& key) { return loader(path, key).load(); }

} // namespace demo

#endif // DEMO_LOAD_HPP
