// SPDX-License-Identifier: BSL-1.0
// Records from lines and arrays, whole and in chunks of every size: the same records, and the same error.

#include <ssot/json/lines.hpp>

#include <ssot/json/text.hpp>

#include "models.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace {

ssot::json_source in_pieces(std::string_view text, std::size_t step)
{
    return [text, step](std::span<char> room) mutable -> ssot::result<std::size_t> {
        auto const n = std::min({step, room.size(), text.size()});
        if (n != 0)
            std::memcpy(room.data(), text.data(), n);
        text.remove_prefix(n);
        return n;
    };
}

template<class Reader, class T>
ssot::error read_all(Reader& reader, std::vector<T>& out)
{
    for (;;) {
        T          record = ssot::make_blank<T>();
        auto const more   = reader.next(record);
        if (!more)
            return more.error();
        if (!*more)
            return {};
        out.push_back(std::move(record));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    ssot_fuzz::input const           in(data, size);
    std::size_t const                step = in.options / 2 + 1;
    ssot::json_records_options const options{.skip_broken = (in.options & 1) != 0, .chunk = step};
    ssot_fuzz::with_model(in.model, [&]<class M>(std::type_identity<M>) {
        auto const     whole = ssot::from_json_lines<M>(in.text, options);
        std::vector<M> records;
        {
            ssot::json_lines_reader<M> reader(in_pieces(in.text, step), options);
            auto const                 e = read_all(reader, records);
            ssot_fuzz::must((e.code() == ssot::errc::internal) == whole.has_value(),
                            "lines: chunks and the whole succeed together");
            if (whole)
                ssot_fuzz::must(records == *whole, "lines: chunks give the same records");
            else
                ssot_fuzz::must(e.code() == whole.error().code() && e.line() == whole.error().line() &&
                                    e.column() == whole.error().column() && e.offset() == whole.error().offset() &&
                                    e.path() == whole.error().path() && e.text() == whole.error().text(),
                                "lines: chunks give the same error");
        }
        auto const array = ssot::from_json<std::vector<M>>(in.text);
        records.clear();
        ssot::json_array_reader<M> reader(in_pieces(in.text, step), options);
        auto const                 e = read_all(reader, records);
        ssot_fuzz::must((e.code() == ssot::errc::internal) == array.has_value(),
                        "array: chunks and the whole succeed together");
        if (array)
            ssot_fuzz::must(records == *array, "array: chunks give the same records");
        else
            ssot_fuzz::must(e.code() == array.error().code() && e.line() == array.error().line() &&
                                e.column() == array.error().column() && e.offset() == array.error().offset() &&
                                e.path() == array.error().path() && e.text() == array.error().text(),
                            "array: chunks give the error of the whole");
    });
    return 0;
}
