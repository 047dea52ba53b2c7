// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_CONNECTION_IPP
#define SSOT_IMPL_DETAIL_SQLITE_CONNECTION_IPP

#include <ssot/storage/sqlite.hpp>

#include <ssot/detail/sql/shape.hpp>
#include <ssot/detail/sqlite/connection.hpp>
#include <ssot/detail/sqlite/functions.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace ssot::storage::detail::sqlite {

SSOT_DECL prepared::~prepared() { sqlite3_finalize(handle); }

SSOT_DECL int wait_for_others(void* of, int times) noexcept
{
    auto const& c   = *static_cast<connection*>(of);
    auto const  now = std::chrono::steady_clock::now();
    if (now >= c.until || (c.marks && c.marks->canceled()))
        return 0;
    auto const pause = std::chrono::microseconds(200) * (1 << std::min(times, 7)); // up to 26 ms
    std::this_thread::sleep_until(std::min(c.until, now + pause));
    return 1;
}

/// Called by SQLite while it works: whether to stop.
SSOT_DECL int look_whether_canceled(void* of) noexcept
{
    auto const& c = *static_cast<connection*>(of);
    return c.marks && c.marks->canceled() ? 1 : 0;
}

SSOT_DECL result<std::unique_ptr<connection>> connection::open(sqlite_options const& options, bool creates)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (creates && !options.read_only)
        flags |= SQLITE_OPEN_CREATE;
    sqlite3*  db   = nullptr;
    int const code = sqlite3_open_v2(options.path.c_str(), &db, flags, nullptr);
    if (!db)
        return error(errc::out_of_memory);
    std::unique_ptr<connection> out(new connection(db));
    if (code != SQLITE_OK)
        return out->failed(code, moment::opening);
    if (auto done = out->set_up(options); !done)
        return std::move(done).error();
    return out;
}

SSOT_DECL connection::~connection()
{
    kept_.clear();
    sqlite3_close_v2(db_);
}

SSOT_DECL result<void> connection::set_up(sqlite_options const& options)
{
    sqlite3_busy_handler(db_, &wait_for_others, this);
    sqlite3_progress_handler(db_, 1000, &look_whether_canceled, this);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    auto const* const sync = options.durability == ssot::storage::durability::power_loss ? "FULL"
        : options.durability == ssot::storage::durability::power_loss_prefix             ? "NORMAL"
                                                                                         : "OFF";
    if (auto done = execute("PRAGMA synchronous=" + std::string(sync) +
                                "; PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON; PRAGMA temp_store=MEMORY"
                                "; PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA cache_size=-" +
                                std::to_string(options.cache / 1024),
                            moment::opening);
        !done)
        return done;
    if (int const code = add_functions(db_); code != SQLITE_OK)
        return failed(code, moment::opening);
    return {};
}

SSOT_DECL result<std::unique_ptr<prepared>> connection::take(std::string const&                                   key,
                                                             ssot::detail::function_ref<result<sql::statement>()> make)
{
    if (auto const found = kept_.find(key); found != kept_.end() && !found->second.empty()) {
        auto out = std::move(found->second.back());
        found->second.pop_back();
        --count_;
        return out;
    }
    auto made = make();
    if (!made)
        return std::move(made).error();
    constexpr std::size_t most  = 4'096; // parameters of a statement that is kept: those of the longest insert
    bool const            keeps = made->parameters.size() <= most;
    sqlite3_stmt*         h     = nullptr;
    int const             code  = sqlite3_prepare_v3(
        db_, made->text.data(), static_cast<int>(made->text.size()), keeps ? SQLITE_PREPARE_PERSISTENT : 0, &h, nullptr);
    if (code != SQLITE_OK)
        return failed(code, in_autocommit() ? moment::outside : moment::inside);
    auto out        = std::make_unique<prepared>(h);
    out->parameters = std::move(made->parameters);
    out->columns    = std::move(made->columns);
    if (keeps)
        out->key = key;
    return out;
}

SSOT_DECL void connection::give_back(std::unique_ptr<prepared> done) noexcept
{
    constexpr std::size_t most = 64;
    sqlite3_reset(done->handle);
    if (done->key.empty())
        return;
    sqlite3_clear_bindings(done->handle); // which point at what is gone
    done->used = ++now_;
    try {
        kept_[done->key].push_back(std::move(done));
        ++count_;
    } catch (std::bad_alloc const&) {
        return; // one that is not kept is prepared again
    }
    if (count_ <= most)
        return;
    auto oldest = kept_.end();
    for (auto it = kept_.begin(); it != kept_.end();) {
        if (it->second.empty()) {
            it = kept_.erase(it);
            continue;
        }
        if (oldest == kept_.end() || it->second.front()->used < oldest->second.front()->used)
            oldest = it;
        ++it;
    }
    oldest->second.erase(oldest->second.begin());
    --count_;
}

SSOT_DECL int connection::run(std::string_view text) noexcept
try {
    key_.assign(1, static_cast<char>(sql::operation::fixed));
    key_ += text;
    auto s = take(key_, [&]() -> result<sql::statement> { return sql::statement{.text = std::string(text)}; });
    if (!s)
        return s.error().native() == 0 ? SQLITE_ERROR : s.error().native();
    int code = sqlite3_step((*s)->handle);
    if (code == SQLITE_ROW)
        code = SQLITE_DONE;
    give_back(std::move(*s));
    return code == SQLITE_DONE ? SQLITE_OK : code;
} catch (std::bad_alloc const&) {
    return SQLITE_NOMEM;
}

SSOT_DECL result<void> connection::execute(std::string const& text, moment when)
{
    if (int const code = sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK)
        return failed(code, when);
    return {};
}

SSOT_DECL bool connection::in_autocommit() const noexcept { return sqlite3_get_autocommit(db_) != 0; }

SSOT_DECL bool connection::has_dangling_keys() const noexcept
{
    int now  = 0;
    int most = 0;
    sqlite3_db_status(db_, SQLITE_DBSTATUS_DEFERRED_FKS, &now, &most, 0);
    return now != 0;
}

SSOT_DECL int bind_value(sqlite3_stmt* to, int at, value_view v) noexcept
{
    switch (v.type()) {
    case kind::null: return sqlite3_bind_null(to, at);
    case kind::boolean:
    case kind::int64:
    case kind::timestamp:
    case kind::duration: return sqlite3_bind_int64(to, at, v.as_int());
    case kind::real: return sqlite3_bind_double(to, at, v.as_real());
    case kind::bytes:
    case kind::uuid: {
        auto const b = v.as_chars();
        return b.empty() ? sqlite3_bind_zeroblob(to, at, 0) : sqlite3_bind_blob64(to, at, b.data(), b.size(), SQLITE_STATIC);
    }
    default: {
        auto const b = v.as_chars();
        return sqlite3_bind_text64(to, at, b.empty() ? "" : b.data(), b.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    }
}

SSOT_DECL value_view value_as(sqlite3_value* v, kind as) noexcept
{
    switch (sqlite3_value_type(v)) {
    case SQLITE_NULL: return {};
    case SQLITE_INTEGER: {
        bool const number = as == kind::boolean || as == kind::timestamp || as == kind::duration || as == kind::int64;
        return value_view::integer(sqlite3_value_int64(v), number ? as : kind::int64);
    }
    case SQLITE_FLOAT: return value_view::real(sqlite3_value_double(v));
    default: { // the bytes as they are: a text is not copied to end with a zero
        auto const* const      bytes     = static_cast<char const*>(sqlite3_value_blob(v));
        auto const             size      = static_cast<std::size_t>(sqlite3_value_bytes(v));
        bool const             is_buffer = as == kind::text || as == kind::json || as == kind::uuid || as == kind::bytes;
        std::string_view const view(size == 0 ? "" : bytes, size);
        return as == kind::choice ? value_view::choice(view) : value_view::chars(view, is_buffer ? as : kind::text);
    }
    }
}

SSOT_DECL result<void> bind_all(connection& on, prepared& to, sql::asked const& from, std::string& bytes, bool copies)
{
    using sql::form;
    auto const makes = [](form as) { return as != form::as_is && as != form::bytes && as != form::size; };
    // The room first, so that no byte moves.
    std::size_t room = 0;
    for (auto const& p : to.parameters)
        if (makes(p.as) || copies)
            if (auto const v = value_of(p, from); v.is_buffer())
                room += makes(p.as) ? 2 * v.as_chars().size() + 2 : v.as_chars().size();
    bytes.clear();
    bytes.reserve(room);
    int at = 0;
    for (auto const& p : to.parameters) {
        auto v = value_of(p, from);
        if (v.is_buffer()) {
            auto const first = bytes.size();
            if (p.as == form::size) {
                v = value_view::integer(static_cast<std::int64_t>(v.as_chars().size()));
            } else if (makes(p.as)) {
                sql::append_formed(bytes, p.as, v.as_chars());
                v = value_view::chars(std::string_view(bytes).substr(first));
            } else if (copies || p.as == form::bytes) {
                auto chars = v.as_chars();
                if (copies) {
                    bytes.append(chars);
                    chars = std::string_view(bytes).substr(first);
                }
                v = value_view::chars(chars, p.as == form::bytes ? kind::bytes : v.type());
            }
        }
        if (int const code = bind_value(to.handle, ++at, v); code != SQLITE_OK)
            return on.failed(code, on.in_autocommit() ? moment::outside : moment::inside);
    }
    return {};
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_CONNECTION_IPP
