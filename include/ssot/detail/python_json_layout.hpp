// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_PYTHON_JSON_LAYOUT_HPP
#define SSOT_DETAIL_PYTHON_JSON_LAYOUT_HPP

// Where json.dumps puts separators and breaks lines, and how deep it goes.

#include <ssot/nautobot/encode_options.hpp>

#include <ssot/detail/json_failure.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

class python_json_layout : public json_failure {
public:
    using encoder = nautobot::encoder;

    python_json_layout(std::string& out, nautobot::encode_options const& options) : out_(&out), options_(options)
    {
        bool const compact = !options.exact || options.as == encoder::drf;
        item_separator_    = options.separators ? options.separators->item : compact || options.indent ? "," : ", ";
        key_separator_     = options.separators ? options.separators->key : compact && !options.indent ? ":" : ": ";
    }

    bool exact() const noexcept { return options_.exact; }
    bool is_rest() const noexcept { return options_.as == encoder::drf; }

    std::size_t max_depth() const noexcept { return options_.max_depth; }

    /// JSON that needs no change.
    bool write_plain(std::string_view text)
    {
        out_->append(text);
        return true;
    }

protected:
    bool write_quoted(std::string_view plain)
    {
        *out_ += '"';
        out_->append(plain);
        *out_ += '"';
        return true;
    }

    bool enter()
    {
        if (level_ == options_.max_depth || set_level_ > max_set_level)
            return fail(errc::too_deep,
                        exact() ? std::string("maximum recursion depth exceeded while encoding a JSON object")
                                : "deeper than " + std::to_string(options_.max_depth) + " levels");
        ++level_;
        ++indented_;
        return true;
    }

    bool leave(std::size_t count, char close)
    {
        --level_;
        --indented_;
        if (count != 0)
            break_line();
        *out_ += close;
        return true;
    }

    void separate(std::size_t count)
    {
        if (count != 0)
            *out_ += item_separator_;
        break_line();
    }

    void break_line()
    {
        if (!options_.indent)
            return;
        *out_ += '\n';
        out_->append(indented_ * *options_.indent, options_.indent_with);
    }

    /// Makes `write` write to another string, laid out as if at `indented`.
    template<class Write>
    bool redirect(std::string& to, std::size_t indented, Write&& write)
    {
        auto* const before_out      = std::exchange(out_, &to);
        auto const  before_indented = std::exchange(indented_, indented);
        auto const  before_level    = level_;
        bool const  done            = write();
        out_                        = before_out;
        indented_                   = before_indented;
        level_                      = before_level;
        return done;
    }

    std::string*             out_;
    nautobot::encode_options options_;
    std::string              item_separator_{};
    std::string              key_separator_{};
    std::size_t              level_     = 0;
    std::size_t              indented_  = 0;
    unsigned                 set_level_ = 0;

private:
    static constexpr unsigned max_set_level = 16; // texts in texts double their backslashes with each
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_PYTHON_JSON_LAYOUT_HPP
