"""The findings of the demonstration county: all invented, none about a real place."""

# days before today | unit | category | severity | source | where it ended | fault | facts | rule
STORIES = """
154|实验小学|school-logistics|ordinary|audit|over|食堂食材验收没有双人签字|抽查三周验收单，二十一张中有九张只有一人签字。|《学校食品安全与营养健康管理规定》第三十六条
153|县人力资源和社会保障局|habits-slow|minor|session|over|社保转移办结超过承诺时限|五月份四十二件中有六件超过承诺的十个工作日。|《澄溪县政务服务承诺时限目录》第18项
152|石桥村|village-publish|ordinary|discipline|again|第二季度村级收支没有公布|公示栏只有第一季度收支，问过的七户都说没有见到第二季度的。|《村民委员会组织法》第三十条
150|人民医院|hospital-devices|serious|audit|again|设备维保没有比价|两份维保合同金额合计四十一万元，没有比价记录。|《医疗机构设备管理办法》第十二条
148|县城投集团|soe-purchase|serious|discipline|over|零星工程化整为零规避招标|同一路段修补拆成五份合同，每份都在限额以下。|《招标投标法》第四条
145|县行政审批局|doors-notice|minor|press|over|开办餐馆所缺材料分三次告知|同一申请人六月两周内被要求补正三次。|《优化营商环境条例》第三十六条
140|云岭乡|village-benefits|ordinary|audit|doubt|惠民补贴发放名册没有公示|两个村的耕地补贴名册没有公示记录。|《村民委员会组织法》第三十条
138|县财政局|doors-money|minor|audit|own|公务接待清单缺少公函|自查发现六月份两次接待没有附公函。|《党政机关国内公务接待管理规定》第八条
132|第二中学|school-funds|ordinary|audit|varied|课后服务费与其他收费合并开票|一个年级的课后服务费与教辅费开在一张票据上。|《政府非税收入票据管理规定》第二十条
128|东塘镇|ills-papers|minor|session|revoked|同一事项要求村里报三张表|七月内三个站所就同一批农户各发一张表。|《整治形式主义为基层减负若干规定》第三条
124|县水务集团|soe-hiring|serious|discipline|upheld|临时用工没有公开招聘|上半年新增十一名临时工，没有招聘公告。|《国有企业公开招聘办法》第五条
118|县住房和城乡建设局|habits-block|serious|discipline|varied|竣工验收备案额外要求提交承诺书|三家企业被要求提交目录以外的承诺书。|《优化营商环境条例》第三十五条
112|城关镇|village-works|serious|audit|over|小型水利工程结算没有复核|四个小微工程结算金额高于合同，没有复核意见。|《村级小微工程管理办法》第十四条
108|中医院|hospital-drugs|ordinary|discipline|over|高值耗材入库与使用不一致|抽查一个月，三种耗材使用数大于入库数。|《医疗机构医用耗材管理办法》第二十二条
102|县民政局|ills-delay|ordinary|session|over|养老机构备案久拖不决|两家机构备案材料齐全后四十天没有结果。|《养老机构管理办法》第十一条
96|职业技术学校|school-tender|serious|audit|answered|实训设备采购参数指向单一品牌|参数表第三、七项与某品牌说明书一致。|《政府采购法实施条例》第二十条
92|县交通运输局|habits-idle|ordinary|press|silent|农村道路坑槽报修三个月未处理|报修登记有记录，没有派工记录。|《农村公路养护管理办法》第十六条
86|白鹭村|village-assets|serious|audit|two|集体鱼塘续租没有评估|续租价格与五年前相同，没有评估和会议记录。|《农村集体经济组织法》第二十六条
80|县粮储公司|soe-stock|ordinary|audit|seen|轮换粮出库记录缺页|六月份出库台账缺第12至15页。|《粮食流通管理条例》第三十一条
78|县农业农村局|winds-formalism|minor|session|seen|要求村里每周上传照片|一项工作要求三十个村每周上传不少于五张照片。|《整治形式主义为基层减负若干规定》第四条
72|第一中学|school-admission|ordinary|discipline|own|转学办理没有公示条件|自查发现九月转学办理没有公示条件和名额。|《义务教育法》第十二条
66|柳湾镇|ills-secrecy|ordinary|audit|done|项目资金分配结果没有公开|乡村振兴项目资金分配结果未在网站公开。|《政府信息公开条例》第二十条
60|县卫生健康局|doors-purchase|ordinary|audit|done|委托服务采购没有合同公告|一项委托服务签订后两个月没有合同公告。|《政府采购法实施条例》第五十条
55|青石镇中心卫生院|hospital-fees|ordinary|discipline|begun|检查费多收|抽查四十份处方，三份检查项目收费高于目录。|《价格法》第十二条
52|县市场监督管理局|habits-slow|minor|press|begun|投诉答复超过时限|九月份二十六件投诉中两件超过七个工作日没有告知。|《市场监督管理投诉举报处理暂行办法》第十四条
21|县公安局|doors-revolving|minor|session|begun|户籍窗口要求重复提交证明|两个窗口分别要求同一份证明的原件。|《优化营商环境条例》第三十六条
33|岭上村|village-decisions|ordinary|audit|begun|林地流转没有村民代表会议记录|流转合同附件中没有会议记录。|《村民委员会组织法》第二十四条
24|县文化和旅游局|ills-waste|ordinary|audit|planned|印制宣传册大量未发放|库存三千二百册，占印制数的六成。|《党政机关厉行节约反对浪费条例》第五条
40|县公共资源交易中心|doors-purchase|serious|discipline|contested|评标专家抽取没有留痕|八月份两个项目专家抽取没有系统记录。|《评标专家和评标专家库管理办法》第八条
36|县自然资源局|habits-slow|ordinary|session|filed|不动产登记查询超时|十月份抽查三十件，五件超过承诺时限。|《不动产登记暂行条例》第二十条
34|县统计局|ills-falsify|serious|discipline|withdrawn|上报数据与台账不一致|两家企业上报数与台账不一致。|《统计法》第七条
32|松林乡|village-publish|ordinary|audit|merged|惠农补贴公示不到七天|公示照片显示张贴三天后撤下。|《村民委员会组织法》第三十条
30|县医疗保障局|doors-notice|minor|press|sent_back|异地就医备案材料告知不全|热线和窗口告知的材料不一致。|《优化营商环境条例》第三十六条
27|县发展和改革局|winds-formalism|minor|session|confirmed|会议通知要求带稿发言并报备照片|十月份三次会议通知有同样要求。|《整治形式主义为基层减负若干规定》第四条
25|城关幼儿园|school-logistics|minor|audit|own_sure|食材进货台账漏记两天|自查发现十月八日、九日台账没有登记。|《学校食品安全与营养健康管理规定》第三十三条
22|青石镇|ills-shirk|ordinary|session|told|危桥维修两个站所互相推|报告转了两次没有牵头单位。|《公路法》第八条
19|县教育局|school-tender|ordinary|audit|objected|校服招标公告期不足|公告期十五天，少于规定的二十天。|《招标投标法》第二十四条
16|县司法局|doors-money|minor|audit|accepted|差旅审批单后补|九月份四张审批单日期在出差之后。|《党政机关差旅费管理规定》第六条
9|县教育局|school-funds|minor|audit|told|两所学校代收费没有公示|抽查十所学校，两所公示栏没有代收费项目。|《义务教育学校收费管理规定》第九条
7|小河村|village-works|minor|audit|own_new|村道路灯维修没有验收单|自查发现三盏路灯维修没有验收单。|《村级小微工程管理办法》第九条
5|县工业和信息化局|doors-spring|ordinary|press|told|技改补助申报设置目录外条件|申报指南要求提供目录以外的推荐函。|《优化营商环境条例》第三十五条
3|北门社区|village-publish|minor|discipline|draft|十月份社区支出没有公布|公示栏十月份一栏空白。|《村民委员会组织法》第三十条
2|县妇联|doors-money|minor|audit|draft|培训费签到表缺页|两天培训只有一天的签到表。|《中央和国家机关培训费管理办法》第二十条
"""
