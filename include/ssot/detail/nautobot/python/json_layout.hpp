// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_LAYOUT_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_LAYOUT_HPP

// Where json.dumps puts separators and line breaks, and how deep it goes.

#include <ssot/nautobot/encode_options.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/json/error_slot.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail::python {

class json_layout : public error_slot {
public:
    using encoder = nautobot::encoder;

    json_layout(std::string& out, nautobot::encode_options const& options);

    bool exact() const noexcept { return options_.exact; }
    bool is_rest() const noexcept { return options_.as == encoder::drf; }

    std::size_t max_depth() const noexcept { return options_.max_depth; }

    /// Writes JSON that needs no change.
    bool write_verbatim(std::string_view text)
    {
        out_->append(text);
        return true;
    }

protected:
    /// Writes a text of ASCII that needs no escape, in quotes.
    bool write_quoted(std::string_view ascii);

    bool enter();

    bool leave(std::size_t count, char close);

    void separate(std::size_t count);

    void break_line();

    /// Makes `write` write to another string, laid out as if at the level `indented`.
    template<class Write>
    bool redirect(std::string& target, std::size_t indented, Write&& write)
    {
        auto* const before_out      = std::exchange(out_, &target);
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
    static constexpr unsigned max_set_level = 16; // each level of texts within texts doubles their backslashes
};

} // namespace ssot::detail::python

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/json_layout.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_LAYOUT_HPP
