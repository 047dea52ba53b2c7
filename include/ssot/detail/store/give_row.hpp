// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_GIVE_ROW_HPP
#define SSOT_DETAIL_STORE_GIVE_ROW_HPP

// Turns a row that was read into an object of the caller's, or into an error that names the row. For the bodies of the core
// only.

#include <ssot/error.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/session_ref.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/row_sink.hpp>

#include <string>
#include <utility>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// Returns the key of a row in brackets, or an empty text if it was not read.
inline std::string row_name(storage::model_desc const& model, row_reader const& row)
{
    auto const key = row.at(model.pk);
    if (key.is_null())
        return {};
    if (!key.is_buffer())
        return '[' + std::to_string(key.as_int()) + ']';
    return '[' + (key.as_chars().size() == 16 ? ssot::to_string(key.as_uuid()) : std::string("?")) + ']';
}

/// Turns the error of a field into that of its row: puts model and key in front of the path, and the key into `keys()`.
inline error in_row(error e, storage::model_desc const& model, row_reader const& row)
{
    if (auto const name = row_name(model, row); !name.empty())
        e = std::move(e).prepend_path(name).with_keys({name.substr(1, name.size() - 2)});
    return std::move(e).prepend_path(model.name);
}

/// A target that writes the wanted fields of rows into the objects of a sink.
inline storage::row_target target_of(storage::question const& question, storage::model_desc const& model,
                                     row_sink const& into)
{
    return {.accessors      = into.accessors(),
            .fields         = question.fields,
            .revision_field = into.with_revision() ? model.revision : storage::no_field};
}

/// Ends what `add` began, after the row was read. Returns whether the object stays. Errors: `corrupted`, unless the
/// question skips such rows.
inline result<bool> keep_or_drop(row_sink& into, storage::row_target& to, storage::question const& question,
                                 storage::model_desc const& model, row_reader const& row)
{
    if (to.read) {
        into.keep(to.revision);
        return true;
    }
    into.drop();
    auto why = in_row(std::move(to.read).error(), model, row);
    if (question.skips(why))
        return false;
    return why;
}

/// Gives the current row of a reader to a sink. Returns whether it was kept.
inline result<bool> give_row(row_sink& into, storage::question const& question, storage::model_desc const& model,
                             row_reader const& row)
{
    auto to   = target_of(question, model, into);
    to.object = into.add();
    to.take(row);
    return keep_or_drop(into, to, question, model, row);
}

/// Gives the next row of a reader to a sink. Returns false if there is none. Sets `kept` to whether the sink has a new
/// object.
inline result<bool> give_next_row(row_sink& into, row_reader& reader, storage::question const& question,
                                  storage::model_desc const& model, bool& kept)
{
    auto to   = target_of(question, model, into);
    to.object = into.add();
    kept      = false;
    auto more = reader.next_into(to);
    if (!more || !*more) {
        into.drop();
        return more;
    }
    auto given = keep_or_drop(into, to, question, model, reader);
    if (!given)
        return given;
    kept = *given;
    return true;
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_GIVE_ROW_HPP
