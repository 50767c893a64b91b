"""Indicators on summer volunteer teams and their drives."""

from lib.domain.access.permissions import Reporters
from lib.domain.figures.indicators.base import Form, Indicator
from lib.domain.figures.indicators.households import NOT_GUIDED
from lib.domain.letter import cited
from lib.domain.periods import Cadence
from lib.domain.quantities import Thing, stock

_BASIS = cited("III")
_DONE = stock("drives_done", Thing.DRIVES)
_DAYS = stock("volunteer_days_done", Thing.WORKDAYS)

PLACE = 80

INDICATORS = (
    Indicator(
        code="TN01",
        name={"vi": "Xã có đội hình tình nguyện", "en": "Communes with a volunteer team"},
        gloss={
            "vi": "Xã, phường được phân công ít nhất một đội hình tình nguyện trong năm.",
            "en": "Communes to which at least one volunteer team is assigned this year.",
        },
        formula={
            "vi": "Số xã có ≥ 1 đội hình ÷ tất cả xã, phường × 100",
            "en": "Communes with at least one team ÷ all communes × 100",
        },
        unit={"vi": "đội hình", "en": "teams"},
        form=Form.COMMUNES,
        cadence=Cadence.WEEKLY,
        numerator=stock("teams", Thing.TEAMS),
        reporters=Reporters.YOUTH_UNION,
        basis=_BASIS,
        headline=True,
    ),
    Indicator(
        code="TN02",
        name={"vi": "Ngày công tình nguyện", "en": "Volunteer-days"},
        gloss={
            "vi": "Ngày công đã thực hiện từ đầu năm đến hết kỳ.",
            "en": "Volunteer-days done from the start of the year to the period's end.",
        },
        formula={"vi": "Tổng ngày công thực hiện", "en": "Sum of volunteer-days done"},
        unit={"vi": "ngày công", "en": "days"},
        form=Form.COUNT,
        cadence=Cadence.WEEKLY,
        numerator=_DAYS,
        reporters=Reporters.YOUTH_UNION,
        basis=_BASIS,
    ),
    Indicator(
        code="TN03",
        name={"vi": "Đợt ra quân đúng kế hoạch", "en": "Drives done of those planned"},
        gloss={
            "vi": "Đợt đã thực hiện so với đợt theo kế hoạch tính đến hết kỳ.",
            "en": "Drives done against drives planned up to the period's end.",
        },
        formula={
            "vi": "Số đợt thực hiện ÷ số đợt kế hoạch đến nay × 100",
            "en": "Drives done ÷ drives planned to date × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        cadence=Cadence.WEEKLY,
        numerator=_DONE,
        denominator=stock("drives_planned", Thing.DRIVES),
        reporters=Reporters.YOUTH_UNION,
        basis=_BASIS,
        nothing={"vi": "không có đợt kế hoạch", "en": "no drive planned"},
    ),
    Indicator(
        code="TN04",
        name={"vi": "Ưu tiên đúng chỗ", "en": "Priority where it is needed"},
        gloss={
            "vi": "Phần ngày công dành cho các xã ưu tiên so với phần hộ chưa được hướng dẫn ở đó. "
            "Xã ưu tiên: có cờ biên giới, vùng sâu, vùng xa hoặc đặc biệt khó khăn từ mức "
            "{priority_from_grade} trở lên (biểu 07; mức là thiết lập).",
            "en": "The priority communes' share of volunteer-days against their share of the "
            "households not yet guided. Priority: a flag for border, remote or special difficulty "
            "of grade {priority_from_grade} or more (template 07; the grade is a setting).",
        },
        formula={
            "vi": "Phần ngày công ở xã ưu tiên (%) − phần hộ chưa được hướng dẫn ở xã ưu tiên (%)",
            "en": "Priority share of volunteer-days (%) − priority share of households not guided "
            "(%)",
        },
        unit={"vi": "điểm %", "en": "points"},
        form=Form.GAP,
        cadence=Cadence.WEEKLY,
        numerator=_DAYS,
        denominator=NOT_GUIDED,
        basis=_BASIS,
        nothing={"vi": "không áp dụng cho xã", "en": "not applicable to a commune"},
    ),
    Indicator(
        code="TN05",
        name={"vi": "Người dân được đội hình hướng dẫn", "en": "People guided by the teams"},
        gloss={
            "vi": "Người được các đội hình hướng dẫn từ đầu năm; không cộng vào số của xã.",
            "en": "People guided by the teams this year; never added to the communes' figures.",
        },
        formula={"vi": "Tổng số người", "en": "Sum of people"},
        unit={"vi": "người", "en": "people"},
        form=Form.COUNT,
        cadence=Cadence.WEEKLY,
        numerator=stock("people_guided_by_teams", Thing.PEOPLE),
        reporters=Reporters.YOUTH_UNION,
        basis=_BASIS,
    ),
    Indicator(
        code="TN06",
        name={"vi": "Đợt phối hợp với Tổ CNSCĐ", "en": "Drives joint with digital teams"},
        gloss={
            "vi": "Phần đợt ra quân có Tổ công nghệ số cộng đồng cùng tham gia.",
            "en": "The share of drives in which a community digital team took part.",
        },
        formula={
            "vi": "Số đợt phối hợp ÷ số đợt thực hiện × 100",
            "en": "Joint drives ÷ drives done × 100",
        },
        unit={"vi": "%", "en": "%"},
        form=Form.RATE,
        cadence=Cadence.WEEKLY,
        numerator=stock("drives_joint", Thing.DRIVES),
        denominator=_DONE,
        reporters=Reporters.YOUTH_UNION,
        basis=_BASIS,
        nothing={"vi": "không có đợt nào đã thực hiện", "en": "no drive done"},
    ),
    Indicator(
        code="TN07",
        name={
            "vi": "Học sinh, sinh viên tham gia hè",
            "en": "Pupils and students volunteering",
        },
        gloss={
            "vi": "Học sinh, sinh viên tham gia tình nguyện hè, lũy kế trong năm.",
            "en": "Pupils and students who volunteered this summer, cumulative in the year.",
        },
        formula={"vi": "Tổng số người", "en": "Sum of people"},
        unit={"vi": "người", "en": "people"},
        form=Form.COUNT,
        numerator=stock("summer_students", Thing.PEOPLE),
        basis=cited("I.2.b"),
    ),
)
