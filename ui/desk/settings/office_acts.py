"""What can be done with the station's rules and posts: buttons of their sections, only those the officer may press."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtWidgets import QFileDialog

from app.domain.norms import Edition
from app.services import norms, posts
from app.services.papers import Wanted
from app.services.posts import PostCase, PostForm, PostLine
from app.texts import t
from ui import theme
from ui.desk.kept import Keep
from ui.desk.places import Ref
from ui.desk.record_form import RecordForm, date_field, day_of, words_field
from ui.desk.settings import office, team_forms
from ui.desk.settings.names import Handlers
from ui.kit.buttons import second
from ui.kit.fields import Field, two_columns
from ui.kit.text import holder, row

if TYPE_CHECKING:
    from ui.desk.settings.acts import SettingsActs

TEXTS = t("文本文件 (*.txt *.md)")
TEXT_LINES = 9


class NewEdition(RecordForm):
    """The next edition of a text: as it stands, to be changed here, or read from a file."""

    def __init__(self, edition: Edition, read_file: Callable[[], object]) -> None:
        from ui.desk.record_form import text_area

        fields = {
            "title": words_field(t("名称"), required=True),
            "effective": date_field(t("施行日期"), hint=t("空着：今天")),
            "source": words_field(t("出处"), hint=t("例如 区人社局")),
        }
        area = text_area()
        area.setFixedHeight(theme.line_height() * TEXT_LINES)
        text = Field(t("正文"), area, hint=t("一段一行"), required=True)
        from_file = holder(row(second(t("从文件读入"), read_file, icon="file-import-outline"), None))
        keep = Keep("norm", f"norm:{edition.code.value}", t("发布制度"))
        note = t("发布后是第 {n} 版以后的一版，旧版都还能看").format(n=edition.number)
        title = t("发布新版：{name}").format(name=edition.title)
        super().__init__(
            title, t("发布"), {**fields, "text": text}, two_columns(tuple(fields.values())), text, from_file, note=note, keep=keep
        )
        self.also = {"file": "text"}
        self.show_record({"title": edition.title, "text": edition.text})


class PostChange(RecordForm):
    """A post's name and counter, and whether it is in use."""

    def __init__(self, post: PostLine) -> None:
        made = team_forms.NewPost.fields_of(code=False)
        title = t("修改岗位 {code}").format(code=post.code)
        super().__init__(title, t("保存"), made, two_columns(tuple(made.values())), keep=Keep("post", f"post:{post.code}", title))
        self.show_record({"name": post.name, "counter": str(post.counter or ""), "active": "yes" if post.active else "no"})

    @staticmethod
    def post(values: dict[str, str]) -> PostForm:
        """What to set; an empty counter takes it away from its counter."""
        form = team_forms.NewPost.post(values)
        return PostForm(form.name, form.counter or 0, values["active"] == "yes")


class SpanForm(RecordForm):
    """From which day to which; empty ones are told in the hint."""

    def __init__(self, title: str, first: str) -> None:
        fields = {"since": date_field(t("从哪天起"), hint=first), "until": date_field(t("到哪天止"), hint=t("空着：今天"))}
        super().__init__(title, t("看"), fields, two_columns(tuple(fields.values())))


class OfficeActs:
    """The forms of norms and posts over the page of the settings."""

    def __init__(self, acts: SettingsActs) -> None:
        self.acts, self.page = acts, acts.page

    def runs(self, row: Callable[[], Any]) -> dict[str, Handlers]:
        """What the buttons of the sections do, those about a row with the one that is stood on."""
        return {
            "norms": {
                "publish": lambda: self.publish(row()),
                "editions": lambda: self.show_editions(row()),
                "print": lambda: self.print_norm(row()),
            },
            "posts": {
                "add": self.acts.team.new_post,
                "change": lambda: self.change_post(row()),
                "cases": lambda: self.cases_of(row()),
            },
        }

    # -- norms

    def publish(self, row: Any) -> None:
        """The next edition of the text stood on."""
        if isinstance(row, Edition):
            self.acts.show(NewEdition(row, self._read_file), lambda c, v: _publish(c, row, v), t("新版已发布。"), "norms")

    def _read_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self.page, t("选制度的文本文件"), str(Path.home()), TEXTS)
        form = self.page.form
        if path and form is not None:
            self.page.ask(lambda _: norms.text_of(path), lambda text: form.fill({"text": text}), form.refuse)

    def show_editions(self, row: Any) -> None:
        """Every edition of the text stood on."""
        if isinstance(row, Edition):
            self.page.ask(lambda c: office.editions(c, row.code), lambda found: self.page.show_found("norms", found))

    def print_norm(self, row: Any) -> None:
        """The text for the wall."""
        if isinstance(row, Edition):
            self.page.desk.go("prints", Ref("paper", Wanted("wall", code=row.code.value)))

    # -- posts

    def change_post(self, row: Any) -> None:
        """A post's name, counter, and whether it is in use."""
        if isinstance(row, PostLine):
            work = lambda c, v: posts.define(c.db, c.actor, c.now(), row.code, PostChange.post(v))  # noqa: E731
            self.acts.show(PostChange(row), work, t("岗位已保存。"), "posts")

    def cases_of(self, row: Any) -> None:
        """The cases that came while somebody held the post."""
        if isinstance(row, PostLine):
            form = SpanForm(t("{name}收的办件").format(name=row.name), t("空着：本月 1 日"))
            self.page.show_form(form, lambda c, v: _post_cases(c, row, v), lambda found: self.page.show_found("posts", found))

    def open_post(self, row: Any) -> None:
        """Enter: a case of a post opens, a post shows its cases."""
        if isinstance(row, PostCase):
            self.page.desk.go("cases", Ref("case", row.number))
        else:
            self.cases_of(row)


def _publish(c: Any, edition: Edition, v: dict[str, str]) -> Edition:
    form = norms.EditionForm(v["title"], day_of(v["effective"]), v["source"])
    return norms.publish(c.db, c.actor, c.now(), edition.code, v["text"], form)


def span_of(c: Any, v: dict[str, str], *, month: int | None = None) -> tuple[Any, Any]:
    """The days a form names; the first of the month (or of month ``month``) until today without any."""
    from app.domain.clock import business_date

    last = day_of(v["until"]) or business_date(c.now())
    return day_of(v["since"]) or last.replace(month=month or last.month, day=1), last


def _post_cases(c: Any, post: PostLine, v: dict[str, str]) -> Any:
    return office.post_cases(c, post, *span_of(c, v))
