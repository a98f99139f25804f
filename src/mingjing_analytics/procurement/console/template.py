"""The settings file that `redflags init` writes: everything there is, switched off."""

SETTINGS = """\
; 币种：只比较这一币种的报价。 Only bids in this currency are compared.
; currency = CNY
; 不比价的采购方式（采购方式名称，用 | 分开）。 Methods whose prices are not compared.
; no_price_comparison_procurement_methods = 单一来源
; 只比较这些方式；写了这一项，上一项不起作用。 Only these; then the line above has no effect.
; price_comparison_procurement_methods = 公开招标|询价

; ---- prepare：改正数据 correct the data ----

[defaults]
; currency = CNY
; item_classification_scheme = 政府采购品目分类目录
; bid_status = valid
; award_status = active
; party_roles = true

[redactions]
; amount = 0
; organization_id = 待定

[corrections]
; award_status_by_contract_status = true

[modifications]
; move_auctions = true
; prefix_buyer_or_procuring_entity_id = CN-
; prefix_tenderer_or_supplier_id = CN-
; split_procurement_method_details = -

[codelists.bid_status]
; 有效 = valid

[codelists.award_status]
; 有效 = active

; ---- indicators：疑点指标 red flags（没有节的指标不计算 no section, no indicator）----

[exclusions]
; procurement_method_details = 框架协议

[R003]
; threshold = 15
; procurement_methods = open|selective|limited

[R003.procurement_method_details]
; 竞争性磋商 = 10

[R018]
; procurement_methods = open|selective

[R024]
; threshold = 0.05

[R025]
; percentile = 75
; threshold = 0.05

[R028]

[R030]

[R035]
; threshold = 1

[R036]

[R038]
; threshold = 0.5
; minimum_submitted_bids = 2
; minimum_contracting_processes = 2

[R048]
; digits = 2
; threshold = 10
; minimum_contracting_processes = 20

[R058]
; threshold = 0.5
"""
